/// A moment of simulated time: whole nanoseconds since the migration was asked for.
///
/// Two instants can be compared and subtracted; only a span can be added to one.
public struct Instant: Comparable, Hashable, Sendable, CustomStringConvertible {
  public let nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static let start = Instant(nanoseconds: 0)
  /// Later than every event.
  public static let never = Instant(nanoseconds: .max)

  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  public static func - (left: Instant, right: Instant) -> Span {
    Span(count: left.nanoseconds - right.nanoseconds)
  }

  /// Saturates at `never`, so a wait without end is no trap.
  public static func + (left: Instant, right: Span) -> Instant {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.count)
    return overflow ? .never : Instant(nanoseconds: sum)
  }

  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// What a millisecond clock shows: the rest is cut off, not rounded.
  public var wholeMilliseconds: Int64 { nanoseconds / 1_000_000 }

  public var description: String { Span(count: nanoseconds).description }
}
