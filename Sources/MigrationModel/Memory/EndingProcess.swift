import Quantities

/// A process that ends; its pages stay as they are then.
struct EndingProcess: WriteProcess {
  private(set) var base: any WriteProcess
  let end: Instant

  var pages: Double { base.pages }
  var touchedPages: Double { base.touchedPages }
  var isConcave: Bool { base.isConcave }
  var settlingTime: Span { max(base.settlingTime, end - .start) }

  init(_ base: any WriteProcess, at end: Instant) {
    self.base = base
    self.end = end
  }

  mutating func spread(over pages: Double) { base.spread(over: pages) }

  mutating func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    base.written(from: min(earlier, end), to: min(later, end))
  }

  func zeroShare(at now: Instant) -> Double { base.zeroShare(at: min(now, end)) }

  func nextContentChange(after now: Instant) -> Instant? {
    base.nextContentChange(after: now).flatMap { $0 < end ? $0 : nil }
  }
}
