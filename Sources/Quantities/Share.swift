/// A share of a whole, in whole parts of 10⁹; people write it in per cent.
public struct Share: Quantity {
  public let count: Int64
  public init(count: Int64) { self.count = count }

  public static let kind = "a share"
  public static let units = [Unit("%", 10_000_000)]

  public static let one = Share(count: 1_000_000_000)

  public static func percent(_ count: Int64) -> Share { Share(count: count * 10_000_000) }

  public var fraction: Double { Double(count) / 1e9 }

  public var description: String {
    count == 0
      ? "0 %"
      : (count < 0 ? "-" : "") + decimal(count.magnitude, over: 10_000_000, significant: 4) + " %"
  }
}
