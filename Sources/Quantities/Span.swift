/// A length of time in whole nanoseconds; it reaches 292 years.
public struct Span: Quantity {
  public let count: Int64
  @inlinable
  public init(count: Int64) { self.count = count }

  public static let kind = "a time"
  public static let units = [
    Unit("ms", 1_000_000), Unit("s", 1_000_000_000), Unit("us", 1_000), Unit("µs", 1_000),
    Unit("ns", 1), Unit("min", 60_000_000_000), Unit("h", 3_600_000_000_000),
  ]

  public static func nanoseconds(_ count: Int64) -> Span { Span(count: count) }
  public static func microseconds(_ count: Int64) -> Span { Span(count: count * 1_000) }
  public static func milliseconds(_ count: Int64) -> Span { Span(count: count * 1_000_000) }
  public static func seconds(_ count: Int64) -> Span { Span(count: count * 1_000_000_000) }

  /// The one place where a computed time becomes an event's: to the nearest nanosecond, halves
  /// away from zero. Past the horizon (292 years, or not a number) it is the horizon.
  @inlinable
  public init(rounding seconds: Double) {
    let nanoseconds = seconds * 1e9
    guard nanoseconds < 9.2e18 else {
      self = .horizon
      return
    }
    self.init(count: Int64(nearest: max(nanoseconds, -9.2e18)))
  }

  /// Longer than any migration.
  public static let horizon = Span(count: 9_200_000_000_000_000_000)

  @inlinable
  public var seconds: Double { Double(count) / 1e9 }

  /// Whole milliseconds, the rest cut off, as a millisecond clock shows it.
  public var wholeMilliseconds: Int64 { count / 1_000_000 }

  /// The same without what is finer than a millisecond.
  public var inWholeMilliseconds: Span { .milliseconds(wholeMilliseconds) }

  /// "12.55 s", "8 min 51 s", "36.78 ms".
  public var description: String {
    if count >= 60_000_000_000, count < Span.horizon.count {
      let total = (count + 500_000_000) / 1_000_000_000
      let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60)
      return hours > 0 ? "\(hours) h \(minutes) min" : "\(minutes) min \(seconds) s"
    }
    return text(
      in: Span.units.filter { $0.symbol != "µs" && $0.scale <= 1_000_000_000 }, smallest: "ns")
  }
}
