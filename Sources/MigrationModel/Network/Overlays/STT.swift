/// STT (draft-davie-stt-08, section 3): TCP's packet of up to 64 KiB becomes one frame, which the
/// network card cuts into segments that look like TCP's.
///
/// The frame has STT's header 18 and the inner Ethernet header 14, each segment a header like
/// TCP's 20. Segments fit the outer MTU whatever the inner one is.
public struct STT: Encapsulation {
  public let name = "stt"
  static let frameHeader: Int64 = 18 + 14
  static let segmentHeader: Int64 = 20
  /// A frame's length has 16 bits.
  public let frame: Int64? = 65535 - frameHeader

  public init() {}

  public func packets(around inner: Int64, in tunnel: Tunnel) -> [IPPackets] {
    let header = STT.segmentHeader + tunnel.ip.headerBytes
    let room = max(1, tunnel.mtu - header)
    let whole = inner + STT.frameHeader
    let rest = whole % room
    return [IPPackets(whole / room, of: room + header)]
      + (rest > 0 ? [IPPackets(of: rest + header)] : [])
  }

  /// Guests keep the MTU of the network outside.
  public func automaticMTU(in mtu: Int64, over ip: IPVersion) -> Int64 { mtu }
}
