import Quantities

/// What becomes of a path at an instant, counted from the migration's start; what is nil stays.
public struct PathChange: Sendable {
  public var at: Span
  public var bandwidth: DataRate?
  public var roundTrip: Span?
  public var jitter: Span?
  public var loss: Share?
  /// Whether nothing passes from then on.
  public var isDown: Bool?

  public init(
    at: Span, bandwidth: DataRate? = nil, roundTrip: Span? = nil, jitter: Span? = nil,
    loss: Share? = nil, isDown: Bool? = nil
  ) {
    self.at = at
    self.bandwidth = bandwidth
    self.roundTrip = roundTrip
    self.jitter = jitter
    self.loss = loss
    self.isDown = isDown
  }
}

/// A path whose bandwidth, round trip, jitter or loss change on the way.
///
/// Windows and send buffer follow at once, as though the connection had begun on the path as it
/// then is.
struct PathChanges: PathProcess {
  private let changes: [PathChange]
  /// When the connection began, after the migration's start.
  private let began: Span
  private var past = 0

  let limit = PathLimit()

  init(_ changes: [PathChange], began: Span) {
    self.changes = changes.sorted { $0.at < $1.at }
    self.began = began
  }

  var nextChange: Span? { past < changes.count ? changes[past].at - began : nil }

  mutating func change(on flow: Flow) { past += 1 }

  func shape(_ path: inout Path) {
    for change in changes[..<past] {
      path.bandwidth = change.bandwidth ?? path.bandwidth
      path.roundTrip = change.roundTrip ?? path.roundTrip
      path.jitter = change.jitter ?? path.jitter
      path.loss = change.loss ?? path.loss
    }
  }
}
