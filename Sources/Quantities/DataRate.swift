/// A rate in whole bits a second. `bit` and `B` are told apart: 1 MB/s is 8 Mbit/s.
public struct DataRate: Quantity {
  public let count: Int64
  public init(count: Int64) { self.count = count }

  public static let kind = "a rate"
  public static let units = [
    Unit("Mbit/s", 1_000_000), Unit("Gbit/s", 1_000_000_000), Unit("kbit/s", 1_000),
    Unit("Tbit/s", 1_000_000_000_000), Unit("bit/s", 1), Unit("MiB/s", 8 << 20),
    Unit("GiB/s", 8 << 30),
    Unit("KiB/s", 8 << 10), Unit("B/s", 8), Unit("kB/s", 8_000), Unit("MB/s", 8_000_000),
    Unit("GB/s", 8_000_000_000),
  ]

  public static func bitsPerSecond(_ count: Int64) -> DataRate { DataRate(count: count) }

  public var bytesPerSecond: Double { Double(count) / 8 }

  public var description: String {
    text(in: DataRate.units.filter { $0.symbol.hasSuffix("bit/s") }, smallest: "bit/s")
  }
}
