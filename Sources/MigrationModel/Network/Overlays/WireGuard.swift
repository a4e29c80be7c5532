/// WireGuard (doi:10.14722/ndss.2017.23160, section 5.4.6): UDP 8, header 16, authentication 16.
///
/// The inner packet is padded to 16 bytes, but not beyond the device's MTU
/// (`calculate_skb_padding`, drivers/net/wireguard/send.c). The device's MTU leaves room for IPv6
/// whatever it runs over (`wg_setup`, device.c; wg-quick(8)). DF is clear (`send4`, socket.c).
public struct WireGuard: Encapsulation {
  public let name = "wireguard"
  public let leavesDontFragmentClear = true
  static let headerBytes: Int64 = 8 + 16 + 16

  public init() {}

  public func packets(around inner: Int64, in tunnel: Tunnel) -> [IPPackets] {
    let padded = max(inner, min(tunnel.innerMTU, (inner + 15) / 16 * 16))
    return [IPPackets(of: padded + WireGuard.headerBytes + tunnel.ip.headerBytes)]
  }

  public func automaticMTU(in mtu: Int64, over ip: IPVersion) -> Int64 {
    mtu - WireGuard.headerBytes - IPVersion.v6.headerBytes
  }
}
