import EventKernel
import Quantities

/// Writes to one page after another, cyclically in page order (`{pattern: sequential}`).
public struct SequentialWrites: WritePattern {
  public let workingSet: PageCount?
  public let rate: DataRate
  public let isLoad = true
  public var nominalRate: DataRate? { rate }

  /// `rate` counts page writes times the page's size.
  public init(workingSet: PageCount, rate: DataRate) {
    self.workingSet = workingSet
    self.rate = rate
  }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    let pages = Double(workingSet?.count ?? 0)
    return [
      CyclicWrites(pages: pages, writesPerSecond: rate.pagesPerSecond, start: context.phase * pages)
    ]
  }
}

/// A pointer that runs round a range; every write of less than one round is a page of its own.
struct CyclicWrites: WriteProcess {
  let pages: Double
  let writesPerSecond: Double
  /// Where the pointer stood at the instant 0.
  let start: Double

  func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    guard pages > 0 else { return .anywhere(probability: 0) }
    let length = writesPerSecond * (later - earlier).seconds
    if length >= pages { return .anywhere(probability: 1) }
    let position = start + writesPerSecond * earlier.seconds
    return .run(start: position - (position / pages).rounded(.down) * pages, length: length)
  }

  /// A page is written when the pointer has passed it.
  func write(
    in interval: WriteInterval, to log: inout WriteLog, random: inout RandomStream
  ) {
    let pages = self.pages.rounded(.down)
    guard pages >= 1 else { return }
    let first = (start + writesPerSecond * interval.from.seconds).rounded(.down)
    let end = (start + writesPerSecond * interval.to.seconds).rounded(.down)
    log.writeRun(
      from: Int(first.truncatingRemainder(dividingBy: pages)), count: Int(min(pages, end - first)),
      of: Int(pages))
  }
}
