import Quantities

/// Uniform writes of which a share goes to a few pages (`{pattern: hot-cold}`).
///
/// The hot pages are the first of the range.
public struct HotColdWrites: WritePattern {
  public let workingSet: PageCount?
  public let rate: DataRate
  public let hotFraction: Share
  public let hotShare: Share
  public let isLoad = true
  public var nominalRate: DataRate? { rate }

  /// `hotShare` of the writes go to the first `hotFraction` of the pages.
  public init(workingSet: PageCount, rate: DataRate, hotFraction: Share, hotShare: Share) {
    self.workingSet = workingSet
    self.rate = rate
    self.hotFraction = hotFraction
    self.hotShare = hotShare
  }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    let pages = Double(workingSet?.count ?? 0)
    let hot = (pages * hotFraction.fraction).rounded()
    let writes = rate.pagesPerSecond
    return [
      RandomWrites(pages: hot, writesPerSecond: writes * hotShare.fraction),
      RandomWrites(pages: pages - hot, writesPerSecond: writes * (1 - hotShare.fraction)),
    ]
  }
}
