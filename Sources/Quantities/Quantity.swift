/// An exact amount that people write as a number and a unit, and files hold as an integer.
///
/// Each kind of amount is its own type, so a span cannot be added to a byte count. The stored
/// integer counts the smallest unit of the kind (nanoseconds, bytes, bits a second, parts in
/// 10⁹), which keeps sums exact and equal on every machine.
public protocol Quantity: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// What the amount is called in an error: "a time", "a size".
  static var kind: String { get }
  /// The units that may follow the number, most usual first.
  static var units: [Unit] { get }
  /// How many of the smallest unit.
  var count: Int64 { get }
  init(count: Int64)
}

/// A unit's symbol, and how many of the smallest unit it stands for.
public struct Unit: Sendable {
  public let symbol: String
  public let scale: Int64

  public init(_ symbol: String, _ scale: Int64) {
    self.symbol = symbol
    self.scale = scale
  }
}

extension Quantity {
  public static var zero: Self { Self(count: 0) }
  public static func < (left: Self, right: Self) -> Bool { left.count < right.count }
  public static func + (left: Self, right: Self) -> Self { Self(count: left.count + right.count) }
  public static func - (left: Self, right: Self) -> Self { Self(count: left.count - right.count) }
  public static func += (left: inout Self, right: Self) { left = left + right }
  public static func * (left: Self, right: Int64) -> Self { Self(count: left.count * right) }
}
