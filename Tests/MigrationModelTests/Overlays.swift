import Foundation
import MigrationModel
import Quantities
import Testing

/// The arithmetic of encapsulation: what tunnels add, and what is left.
@Suite struct Overlays {
  /// A row of the reference: overhead, inner MTU at 1500 and goodput per cent of the line, each
  /// over IPv4 and over IPv6.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let overhead: (v4: Int64, v6: Int64)
    let innerMTU: (v4: Int64, v6: Int64)
    let goodput: (v4: Double, v6: Double?)
    /// Where its own driver sets another.
    var givenMTU: (v4: Int64, v6: Int64)?

    var testDescription: String { name }
  }

  static let table = [
    Row(name: "ipip", overhead: (20, 40), innerMTU: (1480, 1460), goodput: (92.85, nil)),
    Row(name: "gre", overhead: (24, 44), innerMTU: (1476, 1456), goodput: (92.59, nil)),
    Row(name: "gre-key", overhead: (28, 48), innerMTU: (1472, 1452), goodput: (92.33, nil)),
    Row(name: "gretap", overhead: (38, 58), innerMTU: (1462, 1442), goodput: (91.68, nil)),
    Row(name: "nvgre", overhead: (42, 62), innerMTU: (1458, 1438), goodput: (91.42, 90.12)),
    Row(name: "vxlan", overhead: (50, 70), innerMTU: (1450, 1430), goodput: (90.90, 89.60)),
    Row(name: "geneve", overhead: (50, 70), innerMTU: (1450, 1430), goodput: (90.90, 89.60)),
    Row(name: "geneve-ovn", overhead: (58, 78), innerMTU: (1442, 1422), goodput: (90.38, 89.08)),
    Row(
      name: "wireguard", overhead: (60, 80), innerMTU: (1440, 1420), goodput: (90.25, 88.95),
      givenMTU: (1440, 1420)),
    Row(name: "wireguard", overhead: (60, 80), innerMTU: (1420, 1420), goodput: (90.12, 88.95)),
    Row(name: "ipsec-gcm", overhead: (54, 74), innerMTU: (1446, 1426), goodput: (90.64, 89.34)),
    Row(
      name: "ipsec-gcm-nat-t", overhead: (62, 82), innerMTU: (1438, 1418), goodput: (90.12, nil)),
    Row(
      name: "ipsec-cbc-sha1", overhead: (58, 78), innerMTU: (1438, 1422), goodput: (90.35, nil)),
    Row(
      name: "ipsec-cbc-sha256", overhead: (62, 82), innerMTU: (1438, 1406), goodput: (90.12, nil)),
  ]

  @Test(arguments: table)
  func aRowOfTheReference(row: Row) throws {
    let layer = try #require(Overlay.encapsulation(named: row.name))
    for (ip, overhead, mtu, given, goodput) in [
      (IPVersion.v4, row.overhead.v4, row.innerMTU.v4, row.givenMTU?.v4, row.goodput.v4),
      (.v6, row.overhead.v6, row.innerMTU.v6, row.givenMTU?.v6, row.goodput.v6),
    ] {
      let path = OverlayTable.path([layer], ip: ip, innerMTU: given)
      #expect(path.carriage.innerMTU == mtu)
      #expect(path.carriage.fate == .whole)
      #expect(OverlayTable.overhead(layer, ip: ip, inner: mtu) == overhead)
      if let goodput { #expect(abs(OverlayTable.percent(path) - goodput) < 0.0051) }
    }
  }

  @Test func everyEncapsulationHasARow() {
    let rows = Set(Self.table.map(\.name) + ["stt", "ipsec-gcm-transport"])
    #expect(rows == Set(Overlay.encapsulations.map(\.name)))
  }

  /// Padding makes the same headers cost differently.
  @Test(arguments: [
    ("ipsec-gcm", 54...57), ("ipsec-gcm-nat-t", 62...65), ("ipsec-cbc-sha1", 58...73),
    ("ipsec-cbc-sha256", 62...77), ("wireguard", 60...75),
  ])
  func paddingIsCounted(name: String, range: ClosedRange<Int>) throws {
    let layer = try #require(Overlay.encapsulation(named: name))
    let found = (1000...1100).map { Int(OverlayTable.overhead(layer, ip: .v4, inner: $0)) }
    // WireGuard pads up to its device's MTU, here the packet's own where that is larger.
    #expect(found.min() == range.lowerBound && found.max() == range.upperBound)
    let over6 = (1000...1100).map { Int(OverlayTable.overhead(layer, ip: .v6, inner: $0)) }
    #expect(over6 == found.map { $0 + 20 })
  }

  @Test func wireGuardPadsNoFurtherThanItsMTU() {
    let full = Tunnel(ip: .v4, mtu: 1500, innerMTU: 1420)
    #expect(WireGuard().packets(around: 1420, in: full) == [IPPackets(of: 1480)])
    #expect(WireGuard().packets(around: 1410, in: full) == [IPPackets(of: 1480)])
    #expect(WireGuard().packets(around: 1400, in: full) == [IPPackets(of: 1468)])
    #expect(WireGuard().packets(around: 100, in: full) == [IPPackets(of: 172)])
  }

  /// Frames of 64 KiB carry the inner headers once.
  @Test func sttWorksOnFrames() {
    let path = OverlayTable.path([STT()])
    let carriage = path.carriage
    #expect(
      STT().packets(around: 1000, in: Tunnel(ip: .v4, mtu: 1500, innerMTU: 1500))
        == [IPPackets(0, of: 1500), IPPackets(of: 1072)])
    #expect(carriage.packets == [IPPackets(44, of: 1500), IPPackets(of: 1335)])
    #expect(carriage.segment == 1448)
    #expect(abs(OverlayTable.percent(path) - 94.8) < 0.05)
    // Over IPv6 each segment's header is 20 bytes more.
    let over6 = OverlayTable.path([STT()], ip: .v6).carriage
    #expect(over6.packets.allSatisfy { $0.bytes <= 1500 })
    #expect(over6.packets.reduce(0) { $0 + $1.count } == 46)
  }

  @Test func withoutAnOverlay() {
    #expect(abs(OverlayTable.percent(OverlayTable.path([])) - 94.15) < 0.005)
    #expect(abs(OverlayTable.percent(OverlayTable.path([], mtu: 9000)) - 99.00) < 0.005)
    #expect(abs(OverlayTable.percent(OverlayTable.path([VXLAN()], mtu: 9000)) - 98.45) < 0.005)
    // The stream's own header is the outermost.
    #expect(OverlayTable.path([], ip: .v6).carriage.segment == 1428)
    #expect(OverlayTable.path([ESP.gcmTransport], ip: .v6).carriage.segment == 1394)
  }

  /// What tc counts: 14 bytes a packet.
  @Test func atTheShaperVXLANLeaves1398Of1514() {
    func share(_ layers: [any Encapsulation], at layer: BandwidthLayer) -> Double {
      let flow = Flow(path: OverlayTable.path(layers, at: layer), turnaround: .zero)
      return flow.goodput / 125_000_000
    }
    let inside: Double = 1398 / 1514
    let plain: Double = 1448 / 1514
    let reported: Double = 1398 / 1448
    #expect(abs(share([VXLAN()], at: .tc) - inside) < 1e-12)
    #expect(abs(share([], at: .tc) - plain) < 1e-12)
    #expect(abs(share([VXLAN()], at: .goodput) - reported) < 1e-12)
  }

  @Test func stacksAdd() {
    #expect(OverlayTable.path([WireGuard(), VXLAN()]).carriage.innerMTU == 1370)
    #expect(OverlayTable.path([ESP.gcmTransport, VXLAN()]).carriage.innerMTU == 1416)
    // Only the outermost header is IPv6.
    #expect(OverlayTable.path([GRE.plain, VXLAN()], ip: .v6).carriage.innerMTU == 1456 - 50)
    // What keeps its header hands the version on.
    #expect(OverlayTable.path([ESP.gcmTransport, VXLAN()], ip: .v6).carriage.innerMTU == 1396)
    let both = OverlayTable.path([WireGuard(), VXLAN()]).carriage
    #expect(both.packets == [IPPackets(of: 1480)])
    // STT's segments go through the tunnel one by one.
    let stt = OverlayTable.path([WireGuard(), STT()]).carriage
    #expect(stt.packets.allSatisfy { $0.bytes <= 1480 } && stt.fate == .whole)
  }

  /// What leaves a host is payload and headers, each told by itself.
  @Test(arguments: Overlay.encapsulations.map(\.name), IPVersion.allCases)
  func bytesOnTheWireArePayloadAndHeaders(name: String, ip: IPVersion) throws {
    let layer = try #require(Overlay.encapsulation(named: name))
    for mtu: Int64 in [576, 1280, 1500, 1501, 1514, 4000, 9000] {
      for given: Int64? in [nil, 400, 1200] {
        if given != nil, layer.frame != nil { continue }
        let path = OverlayTable.path([layer], ip: ip, mtu: mtu, innerMTU: given)
        let carriage = path.carriage
        guard carriage.fate == .whole else { continue }
        let count = carriage.packets.reduce(0) { $0 + $1.count }
        let inner = carriage.payload + 52 + (layer.keepsHeader ? ip.headerBytes - 20 : 0)
        let tunnel = Tunnel(ip: ip, mtu: mtu, innerMTU: carriage.innerMTU)
        let headers = layer.packets(around: inner, in: tunnel)
          .reduce(-inner) { $0 + $1.count * $1.bytes }
        let wire = carriage.bytes(at: .wire, of: path)
        #expect(wire == Double(inner + headers + 38 * count))
        #expect(carriage.bytes(at: .tc, of: path) == wire - Double(24 * count))
        #expect(carriage.bytes(at: .ip, of: path) == wire - Double(38 * count))
        #expect(carriage.packets.allSatisfy { $0.bytes <= mtu })
      }
    }
  }

  /// No byte more fits than the inner MTU says, but for WireGuard, whose driver keeps 20 free.
  @Test(arguments: Overlay.encapsulations.map(\.name), IPVersion.allCases)
  func aByteMoreDoesNotFit(name: String, ip: IPVersion) throws {
    let layer = try #require(Overlay.encapsulation(named: name))
    guard layer.frame == nil else { return }
    for mtu: Int64 in [1280, 1500, 1503, 9000] {
      let spare: Int64 = name == "wireguard" && ip == .v4 ? 20 : 0
      let most = layer.automaticMTU(in: mtu, over: ip) + spare
      func fate(_ inner: Int64) -> Carriage.Fate {
        OverlayTable.path([layer], ip: ip, mtu: mtu, innerMTU: inner).carriage.fate
      }
      #expect(fate(most) == .whole)
      let isCut = ip == .v4 && ["vxlan", "geneve", "wireguard"].contains(name)
      #expect(fate(most + 1) == (isCut ? .fragmented : .lost), "\(mtu)")
    }
  }

  /// An inner MTU of 1500 in VXLAN: 1538 and 108 bytes on the line for 1448 of payload.
  @Test func tooLargeAnInnerMTUFragments() {
    let path = OverlayTable.path([VXLAN()], innerMTU: 1500)
    let carriage = path.carriage
    #expect(carriage.fate == .fragmented)
    #expect(carriage.packets == [IPPackets(of: 1500), IPPackets(of: 70)])
    #expect(carriage.bytes(at: .wire, of: path) == 1538 + 108)
    #expect(abs(OverlayTable.percent(path) - 87.97) < 0.005)
    #expect(carriage.packetsPerSegment == 2)
    #expect(abs(carriage.loss(ofPackets: 0.01) - 0.0199) < 1e-12)
    #expect(abs(OverlayTable.path([VXLAN()]).carriage.loss(ofPackets: 0.01) - 0.01) < 1e-12)
    // All but the last carry a multiple of 8 bytes, and nothing gets lost between them.
    let odd = OverlayTable.path([VXLAN()], mtu: 1007, innerMTU: 3000).carriage
    #expect(odd.packets == [IPPackets(3, of: 1004), IPPackets(of: 98)])
    // Before IPsec's transport mode nothing is cut: the whole is.
    let both = OverlayTable.path([ESP.gcmTransport, VXLAN()], innerMTU: 1500).carriage
    #expect(both.packets == [IPPackets(of: 1500), IPPackets(of: 104)])
  }

  @Test func aSmallerInnerMTUCostsHeadersOnly() {
    let carriage = OverlayTable.path([VXLAN()], innerMTU: 1400).carriage
    #expect(carriage.fate == .whole)
    #expect(carriage.packets == [IPPackets(of: 1450)])
    let path = OverlayTable.path([VXLAN()], innerMTU: 1400)
    let share: Double = 134_800 / 1488
    #expect(abs(OverlayTable.percent(path) - share) < 1e-9)
  }

  /// The article's table is what the code makes.
  @Test func theArticleTellsTheseRows() throws {
    let article = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sources/MigrationModel/MigrationModel.docc/WhatOverlaysCost.md")
    let text = try String(contentsOf: article, encoding: .utf8)
    let rows = Overlay.encapsulations.map(OverlayTable.row)
    for row in rows { #expect(text.contains(row + "\n"), "\(row)") }
    let told = text.split(separator: "\n").count { $0.hasPrefix("| ") && $0.contains(" / ") }
    #expect(told == rows.count)
  }
}
