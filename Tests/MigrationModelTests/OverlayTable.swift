import MigrationModel
import Quantities

/// What the article says of each encapsulation, one row each.
enum OverlayTable {
  static func path(
    _ layers: [any Encapsulation], ip: IPVersion = .v4, mtu: Int64 = 1500, innerMTU: Int64? = nil,
    at layer: BandwidthLayer = .wire
  ) -> Path {
    Path(
      bandwidth: .bitsPerSecond(1_000_000_000), measuredAt: layer, roundTrip: .milliseconds(1),
      mtu: ByteCount(mtu), ip: ip,
      overlay: Overlay(layers, innerMTU: innerMTU.map { ByteCount($0) }))
  }

  /// Payload's share of what a layer counts, in per cent.
  static func percent(_ path: Path) -> Double {
    let carriage = path.carriage
    return 100 * Double(carriage.payload) / carriage.bytes(at: path.measuredAt, of: path)
  }

  /// Bytes around an inner packet of that size.
  static func overhead(_ layer: any Encapsulation, ip: IPVersion, inner: Int64) -> Int64 {
    let mtu = layer.automaticMTU(in: 1500, over: ip)
    let tunnel = Tunnel(ip: ip, mtu: 1500, innerMTU: max(mtu, inner))
    return layer.packets(around: inner, in: tunnel).reduce(-inner) { $0 + $1.count * $1.bytes }
  }

  /// What becomes of segments that are a byte too long.
  static func fate(_ layer: any Encapsulation, ip: IPVersion) -> Carriage.Fate {
    path([layer], ip: ip, innerMTU: 1600).carriage.fate
  }

  /// "| vxlan | 50 / 70 | 1450 / 1430 | 90.90 / 89.60 | 92.34 / 91.02 | fragments / vanishes |".
  static func row(_ layer: any Encapsulation) -> String {
    func both(_ text: (IPVersion) -> String) -> String { "\(text(.v4)) / \(text(.v6))" }
    func share(_ ip: IPVersion, at counted: BandwidthLayer) -> String {
      Decimals.text(percent(path([layer], ip: ip, at: counted)), places: 2)
    }
    let mtu = both { "\(layer.automaticMTU(in: 1500, over: $0))" }
    let cells = [
      layer.name,
      layer.frame == nil
        ? both { "\(overhead(layer, ip: $0, inner: layer.automaticMTU(in: 1500, over: $0)))" }
        : both { "\(overhead(layer, ip: $0, inner: 1)) a first segment" },
      mtu, both { share($0, at: .wire) }, both { share($0, at: .tc) },
      layer.frame == nil ? both { fate(layer, ip: $0) == .fragmented ? "cut" : "lost" } : "fit",
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}
