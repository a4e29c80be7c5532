/// How densely a range of pages is dirty, as a step function over the range.
///
/// Synchronisations raise it and the cursor clears it, each on a stretch; between two steps the
/// dirty pages are taken as evenly spread.
struct DensityProfile: Sendable {
  struct Step: Equatable, Sendable {
    var pages: Double
    var density: Double
  }

  /// Most ranges are even at most times, and keep no block of memory for that.
  private var first: Step
  private var others: [Step] = []
  /// More steps than this are joined where they differ least. Their dirty pages are kept; only
  /// where in a stretch they lie is forgotten.
  static let most = 24

  init(pages: Double, density: Double) { first = Step(pages: pages, density: density) }

  var pages: Double { others.reduce(first.pages) { $0 + $1.pages } }
  var mass: Double { others.reduce(first.pages * first.density) { $0 + $1.pages * $1.density } }

  /// The first stretch at or behind an offset that holds dirty pages.
  func stretch(from offset: Double) -> (offset: Double, pages: Double, density: Double)? {
    if first.pages > offset, first.density > 0 {
      let start = max(0, offset)
      return (start, first.pages - start, first.density)
    }
    var start = first.pages
    for step in others {
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
    func raised(_ density: Double) -> Double { 1 - (1 - density) * (1 - probability) }
    first.density = raised(first.density)
    for index in others.indices { others[index].density = raised(others[index].density) }
  }

  /// Makes the pages from one offset to another all dirty, or all clean.
  mutating func set(from start: Double, to end: Double, density: Double) {
    guard end > start else { return }
    if others.isEmpty, start <= 0, end >= first.pages {
      first.density = density
    } else {
      cut(from: start, to: end, density: density)
    }
  }

  private mutating func cut(from start: Double, to end: Double, density: Double) {
    withUnsafeTemporaryAllocation(of: Step.self, capacity: 3 * (1 + others.count)) { steps in
      var count = 0
      func append(_ step: Step) {
        guard step.pages > 0 else { return }
        if count > 0, steps[count - 1].density == step.density {
          steps[count - 1].pages += step.pages
        } else {
          steps.initializeElement(at: count, to: step)
          count += 1
        }
      }
      var offset = 0.0
      func take(_ step: Step) {
        let stepEnd = offset + step.pages
        let first = min(max(start, offset), stepEnd)
        let last = min(max(end, offset), stepEnd)
        append(Step(pages: first - offset, density: step.density))
        append(Step(pages: last - first, density: density))
        append(Step(pages: stepEnd - last, density: step.density))
        offset = stepEnd
      }
      take(first)
      for step in others { take(step) }
      while count > DensityProfile.most {
        DensityProfile.joinNearest(steps, count)
        count -= 1
      }
      first = steps[0]
      others.removeAll(keepingCapacity: true)
      others.append(contentsOf: steps[1..<count])
    }
  }

  private static func joinNearest(_ steps: UnsafeMutableBufferPointer<Step>, _ count: Int) {
    var nearest = 0
    var difference = Double.infinity
    for index in 0..<count - 1 {
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
    for index in nearest + 1..<count - 1 { steps[index] = steps[index + 1] }
  }
}
