import EventKernel
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

  /// Every write draws a page. So many that none is spared are not drawn: one would be with a
  /// probability of e⁻⁴⁰.
  func write(
    in interval: WriteInterval, to log: inout WriteLog, random: inout RandomStream
  ) {
    let pages = self.pages.rounded()
    guard pages >= 1 else { return }
    let count = interval.count(perSecond: writesPerSecond)
    if count >= pages * (Elementary.log(pages) + 40) {
      log.writeRun(from: 0, count: Int(pages), of: Int(pages))
    } else {
      log.writeAtRandom(Int(count), below: UInt64(pages), random: &random)
    }
  }
}
