import Quantities

/// Writes to pages drawn uniformly, with repeats (`{pattern: uniform}`).
public struct UniformWrites: WritePattern {
  public let workingSet: PageCount?
  public let rate: DataRate
  public let isLoad = true
  public var nominalRate: DataRate? { rate }

  /// `rate` counts page writes times the page's size, repeats included.
  public init(workingSet: PageCount, rate: DataRate) {
    self.workingSet = workingSet
    self.rate = rate
  }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    [RandomWrites(pages: Double(workingSet?.count ?? 0), writesPerSecond: rate.pagesPerSecond)]
  }
}

/// `m` writes to `n` pages drawn uniformly hit n(1 − (1 − 1/n)^m) distinct ones, which for the
/// thousands of pages of a working set is n(1 − e^(−m/n)) to within half a page.
struct RandomWrites: WriteProcess {
  let pages: Double
  let writesPerSecond: Double

  func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    guard pages > 0 else { return .anywhere(probability: 0) }
    let writes = writesPerSecond * (later - earlier).seconds
    return .anywhere(probability: -Elementary.expMinusOne(-writes / pages))
  }
}
