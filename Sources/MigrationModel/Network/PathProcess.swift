import Quantities

/// Something that changes what a path carries as time goes by, at instants it knows beforehand.
///
/// Slow start, ProbeRTT and, later, outages and cross-traffic: each is a type of its own, and the
/// path takes the strictest of what they allow.
public protocol PathProcess: Sendable {
  /// What it allows from the connection's start on.
  var limit: PathLimit { get }
  /// When it changes that, counted from the connection's start; nil if never again.
  var nextChange: Span? { get }
  /// Makes that change.
  mutating func change()
}

/// What a path process allows.
public struct PathLimit: Sendable, Equatable {
  /// Bytes a second.
  public var rate: Double
  /// Congestion window, in segments; the send buffer follows the largest that there was.
  public var window: Double

  public init(rate: Double = .infinity, window: Double = .infinity) {
    self.rate = rate
    self.window = window
  }
}
