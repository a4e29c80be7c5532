import Quantities

/// Something that changes what a path carries as time goes by, at instants it knows beforehand.
///
/// Slow start, ProbeRTT, outages, cross-traffic, a path that changes: each is a type of its own,
/// and the path takes the strictest of what they allow.
public protocol PathProcess: Sendable {
  /// What it allows from the connection's start on.
  var limit: PathLimit { get }
  /// When it changes that, counted from the connection's start; nil if never again.
  var nextChange: Span? { get }
  /// Makes that change; `flow` is the connection's view of the path as it is now.
  mutating func change(on flow: Flow)
  /// Puts into the path what the process now makes of it: bandwidth, round trip, loss.
  func shape(_ path: inout Path)
  /// Why the connection is dead, once it is.
  var failure: String? { get }
}

extension PathProcess {
  public func shape(_ path: inout Path) {}
  public var failure: String? { nil }
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
