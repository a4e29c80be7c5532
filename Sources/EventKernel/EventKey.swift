import Quantities

/// The one definition of order: first the instant, then the turn, then the order of scheduling.
///
/// Nothing else may break a tie. A *turn* says which of several kinds of event at the same instant
/// comes first; the model gives the turns their meaning, and its documentation gives the reasons.
public struct EventKey: Comparable, Hashable, Sendable {
  public let instant: Instant
  public let turn: UInt8
  public let sequence: UInt64

  @inlinable
  init(instant: Instant, turn: UInt8, sequence: UInt64) {
    self.instant = instant
    self.turn = turn
    self.sequence = sequence
  }

  @inlinable
  public static func < (left: EventKey, right: EventKey) -> Bool {
    if left.instant != right.instant { return left.instant < right.instant }
    if left.turn != right.turn { return left.turn < right.turn }
    return left.sequence < right.sequence
  }
}
