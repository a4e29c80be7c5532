import MigrationModel
import Quantities

extension Settled {
  /// Whether a part of the workload writes in a pattern to a range of its own.
  var writesByPattern: Bool {
    self["pattern"].map { $0.word != "idle" } ?? isProfiled
  }

  /// Whether a part is one that a profile describes.
  var isProfiled: Bool { self["profile"] != nil }
}

extension Resolution {
  /// The model's patterns, each on its own range of the touched memory; `found` is what the part
  /// that names a profile's workload stands for.
  mutating func workload(
    _ parts: [Settled], _ found: FoundWorkload?, memory: ByteCount, touched: ByteCount
  ) -> [any WritePattern] {
    let writers = parts.filter(\.writesByPattern)
    let given = writers.map { writer in
      writer["working-set"]?.size(of: memory).map(PageCount.init(holding:))
    }
    let claimed = given.reduce(PageCount(0)) { $0 + ($1 ?? PageCount(0)) }
    let left = PageCount(holding: touched).count - claimed.count
    checkRanges(writers, given: given, left: left, touched: touched)
    var patterns: [any WritePattern] = []
    for part in parts {
      let pages = part["working-set"]?.size(of: memory).map(PageCount.init(holding:))
      if pages == nil, part.writesByPattern, left > 0 {
        let text = PageCount(left).bytes.description
        checker.note("\(part.path).working-set", text, .default)
      }
      let range = pages ?? PageCount(max(0, left))
      if part["pattern"]?.word == "hot-cold", range.count > 0 { checkHotPages(part, range) }
      if part.isProfiled, let found {
        profiledPart = ProfiledPart(
          found: found, index: patterns.count,
          givesTouched: root?.at("vm", "touched") == nil && found.workload.touched != nil)
        patterns.append(CurveWrites(workingSet: nil, curve: found.workload.curve.ofTheModel))
      } else if let pattern = pattern(part, range) {
        patterns.append(pattern)
      }
    }
    return patterns
  }

  private mutating func checkRanges(
    _ writers: [Settled], given: [PageCount?], left: Int64, touched: ByteCount
  ) {
    if left < 0, let last = writers.last(where: { $0["working-set"] != nil })?["working-set"] {
      let total = given.reduce(PageCount(0)) { $0 + ($1 ?? PageCount(0)) }
      contradict(
        "the working sets are \(total.bytes) together, more than the touched memory (\(touched))",
        last)
    }
    let open = writers.filter { writer in
      writer["working-set"] == nil
        && checker.problems.allSatisfy { $0.path != "\(writer.path).working-set" }
    }
    if open.count > 1, let second = open.dropFirst().first(where: \.isProfiled) {
      let other = open.first { $0.path != second.path }?.path ?? ""
      contradict(
        "takes what the others leave of the touched memory, as does \(other); one part at most can",
        second)
    } else if open.count > 1, let second = open.dropFirst().first {
      contradict(
        "has no working-set, nor has \(open[0].path); one part at most can take what is left",
        second)
    } else if left == 0, let only = open.first {
      let why = only.isProfiled ? "takes what is left" : "has no working-set"
      contradict("\(why), and the others leave none of the touched memory", only)
    }
  }

  /// Writes to no page at all would vanish from the prediction without a word.
  private mutating func checkHotPages(_ part: Settled, _ range: PageCount) {
    guard let fraction = part["hot-fraction"], let hot = fraction.share,
      let share = part["hot-share"]?.share
    else { return }
    let pages = (Double(range.count) * hot.fraction).rounded()
    if pages == 0, Share.zero < share {
      contradict("\"\(fraction.text)\" of \(range) is no page for the hot writes", fraction)
    } else if pages == Double(range.count), share < Share.one {
      contradict("\"\(fraction.text)\" of \(range) leaves no page for the other writes", fraction)
    }
  }

  private func pattern(_ part: Settled, _ pages: PageCount) -> (any WritePattern)? {
    switch part["pattern"]?.word {
    case "idle": return IdleGuest()
    case "sequential":
      return part["rate"]?.rate.map { SequentialWrites(workingSet: pages, rate: $0) }
    case "uniform":
      return part["rate"]?.rate.map { UniformWrites(workingSet: pages, rate: $0) }
    case "hot-cold":
      guard let rate = part["rate"]?.rate, let fraction = part["hot-fraction"]?.share,
        let share = part["hot-share"]?.share
      else { return nil }
      return HotColdWrites(
        workingSet: pages, rate: rate, hotFraction: fraction, hotShare: share)
    case "curve":
      let own = part["working-set"] == nil ? nil : pages
      return curve(part).map { CurveWrites(workingSet: own, curve: $0) }
    default: return nil
    }
  }

  private func curve(_ part: Settled) -> CurveWrites.Curve? {
    if let points = part.curvePoints { return .points(points) }
    guard let pages = part["pages"]?.number, let exponent = part["exponent"]?.number else {
      return nil
    }
    return .power(pages: pages, exponent: exponent)
  }
}
