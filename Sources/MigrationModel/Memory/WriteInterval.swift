import Quantities

/// The time between two looks at a page-exact memory.
public struct WriteInterval: Sendable {
  /// The last synchronisation: what `WriteProcess.written` counts from.
  public let since: Instant
  public let from: Instant
  public let to: Instant

  public init(since: Instant, from: Instant, to: Instant) {
    self.since = since
    self.from = from
    self.to = to
  }

  /// How many of evenly spaced events fall into it, so many a second since the instant 0. Intervals
  /// that follow each other share them without loss.
  public func count(perSecond rate: Double) -> Double {
    (rate * to.seconds).rounded(.down) - (rate * from.seconds).rounded(.down)
  }
}
