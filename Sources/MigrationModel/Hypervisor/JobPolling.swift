import Quantities

/// A manager that asks QEMU from time to time how far it is, and what it does about it.
public protocol JobPolling: Sendable {
  /// Until the next poll.
  var interval: Span { get }
  /// Looks at a poll's figures, and gives the downtime limit that holds from then on.
  mutating func poll(_ figures: JobFigures, limit: Span) -> Span
  /// Whether it would still raise that limit, so that a migration that can't end now may yet.
  func mayRaise(_ limit: Span) -> Bool
  /// Polls that may be left out while the remainder only falls, which takes so long.
  func quietPolls(in time: Span) -> Int64
  /// As if so many polls had found nothing worth an action.
  mutating func skip(_ polls: Int64)
}

/// What a poll reads of query-migrate.
public struct JobFigures: Sendable {
  /// `ram.transferred`.
  public let transferred: ByteCount
  /// `ram.remaining`: to be sent, as known since the last synchronisation.
  public let remaining: ByteCount

  public init(transferred: ByteCount, remaining: ByteCount) {
    self.transferred = transferred
    self.remaining = remaining
  }
}
