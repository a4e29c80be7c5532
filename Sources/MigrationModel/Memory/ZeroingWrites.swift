import Quantities

/// A pattern some of whose writes leave an all-zero page (`zero:`).
///
/// A page holds what its last write left, so of the pages that are sent again the same share is
/// zero. What is sent first is not: zero pages don't count as touched.
public struct ZeroingWrites: WritePattern {
  public let base: any WritePattern
  public let zero: Share

  public init(_ base: any WritePattern, zero: Share) {
    self.base = base
    self.zero = zero
  }

  public var workingSet: PageCount? { base.workingSet }
  public var nominalRate: DataRate? { base.nominalRate }
  public var isLoad: Bool { base.isLoad }
  public var pacing: Pacing { base.pacing }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    base.processes(in: context).map { ZeroingProcess(base: $0, share: zero.fraction) }
  }
}

/// A process of which that share of the dirtied pages is zero, beside what is zero anyway.
struct ZeroingProcess: WriteProcess {
  private(set) var base: any WriteProcess
  let share: Double

  var pages: Double { base.pages }
  var touchedPages: Double { base.touchedPages }
  var isConcave: Bool { base.isConcave }
  var settlingTime: Span { base.settlingTime }

  mutating func spread(over pages: Double) { base.spread(over: pages) }

  mutating func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    base.written(from: earlier, to: later)
  }

  func zeroShare(at now: Instant) -> Double { 1 - (1 - base.zeroShare(at: now)) * (1 - share) }

  func nextContentChange(after now: Instant) -> Instant? { base.nextContentChange(after: now) }
}
