import Quantities

/// The interval between two synchronisations, and what was sent in it.
public struct Round: Equatable, Sendable {
  public var number: Int
  public var endCause: EndCause
  public var start: Instant
  public var duration: Span
  public var sent: SentCount
  /// Pages that the synchronisation at its end set anew, and pages that were left before it.
  public var pagesDirtied: Int64
  public var pagesLeft: Int64
  /// Bits a second of the last window, and the threshold that it gave.
  public var bandwidth: Int64
  public var threshold: Int64

  public struct SentCount: Equatable, Sendable {
    public var normal: Int64
    public var zero: Int64
  }

  public enum EndCause: String, Sendable {
    /// What was not yet sent fell below the threshold.
    case belowThreshold = "below-threshold"
    /// The same, and nothing at all was left.
    case allSent = "all-sent"
    /// The round with the vCPUs stopped.
    case stopped
    /// The timeout came.
    case timeout
    /// The connection was given up.
    case connectionLost = "connection-lost"
    /// It was shown that no synchronisation will ever find few enough pages.
    case notConverging = "not-converging"
  }
}
