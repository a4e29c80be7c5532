/// A size in whole bytes. `kB` is 1000 of them, `KiB` 1024.
public struct ByteCount: Quantity {
  public let count: Int64
  public init(count: Int64) { self.count = count }
  public init(_ count: Int64) { self.count = count }

  public static let kind = "a size"
  public static let units = [
    Unit("MiB", 1 << 20), Unit("GiB", 1 << 30), Unit("KiB", 1 << 10), Unit("TiB", 1 << 40),
    Unit("B", 1), Unit("kB", 1_000), Unit("MB", 1_000_000), Unit("GB", 1_000_000_000),
    Unit("TB", 1_000_000_000_000),
  ]

  public var description: String {
    text(in: ByteCount.units.filter { $0.symbol.contains("i") || $0.symbol == "B" }, smallest: "B")
  }

  /// In the largest binary unit that keeps it whole, else the largest decimal one: "1400 MiB",
  /// "150 kB". Never rounded, so for files.
  public var exactText: String {
    let units = ["TiB", "GiB", "MiB", "KiB", "GB", "MB", "kB"].compactMap { symbol in
      ByteCount.units.first { $0.symbol == symbol }
    }
    let unit = units.first { count != 0 && count % $0.scale == 0 } ?? Unit("B", 1)
    return "\(count / unit.scale) \(unit.symbol)"
  }
}
