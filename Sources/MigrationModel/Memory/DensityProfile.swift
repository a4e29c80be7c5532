/// How densely a range of pages is dirty, as a step function over the range.
///
/// Synchronisations raise it and the cursor clears it, each on a stretch; between two steps the
/// dirty pages are taken as evenly spread.
struct DensityProfile: Sendable {
  struct Step: Equatable, Sendable {
    var pages: Double
    var density: Double
  }

  private(set) var steps: [Step]
  /// More steps than this are joined where they differ least. Their dirty pages are kept; only
  /// where in a stretch they lie is forgotten.
  static let most = 24

  init(pages: Double, density: Double) { steps = [Step(pages: pages, density: density)] }

  var pages: Double { steps.reduce(0) { $0 + $1.pages } }
  var mass: Double { steps.reduce(0) { $0 + $1.pages * $1.density } }

  /// The first stretch at or behind an offset that holds dirty pages.
  func stretch(from offset: Double) -> (offset: Double, pages: Double, density: Double)? {
    var start = 0.0
    for step in steps {
      let end = start + step.pages
      if end > offset, step.density > 0 {
        let first = max(start, offset)
        return (first, end - first, step.density)
      }
      start = end
    }
    return nil
  }

  /// Each page is written with this probability, whether it is dirty already or not.
  mutating func raise(probability: Double) {
    for index in steps.indices {
      steps[index].density = 1 - (1 - steps[index].density) * (1 - probability)
    }
  }

  /// Makes the pages from one offset to another all dirty, or all clean.
  mutating func set(from start: Double, to end: Double, density: Double) {
    guard end > start else { return }
    var result: [Step] = []
    result.reserveCapacity(steps.count + 2)
    var offset = 0.0
    for step in steps {
      let stepEnd = offset + step.pages
      let first = min(max(start, offset), stepEnd)
      let last = min(max(end, offset), stepEnd)
      DensityProfile.append(Step(pages: first - offset, density: step.density), to: &result)
      DensityProfile.append(Step(pages: last - first, density: density), to: &result)
      DensityProfile.append(Step(pages: stepEnd - last, density: step.density), to: &result)
      offset = stepEnd
    }
    steps = result
    while steps.count > DensityProfile.most { joinNearest() }
  }

  private static func append(_ step: Step, to steps: inout [Step]) {
    guard step.pages > 0 else { return }
    if let last = steps.indices.last, steps[last].density == step.density {
      steps[last].pages += step.pages
    } else {
      steps.append(step)
    }
  }

  private mutating func joinNearest() {
    var nearest = 0
    var difference = Double.infinity
    for index in 0..<steps.count - 1 {
      let candidate = (steps[index].density - steps[index + 1].density).magnitude
      if candidate < difference {
        difference = candidate
        nearest = index
      }
    }
    let (left, right) = (steps[nearest], steps[nearest + 1])
    let pages = left.pages + right.pages
    steps[nearest] = Step(
      pages: pages, density: (left.pages * left.density + right.pages * right.density) / pages)
    steps.remove(at: nearest + 1)
  }
}
