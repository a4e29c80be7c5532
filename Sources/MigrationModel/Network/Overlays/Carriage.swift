import Quantities

/// How what TCP sends travels on a path: how much payload goes together, and the IP packets that
/// carry it outside all tunnels.
public struct Carriage: Sendable, Equatable {
  /// MTU inside all tunnels, in bytes.
  public let innerMTU: Int64
  /// Payload of one TCP segment.
  public let segment: Int64
  /// Payload of what goes together: a segment, or one of STT's frames.
  public let payload: Int64
  public private(set) var packets: [IPPackets]
  public private(set) var fate = Fate.whole

  /// What becomes of full segments.
  public enum Fate: Sendable, Equatable {
    /// Each outer packet fits.
    case whole
    /// Outer packets are too long, and routers cut them.
    case fragmented
    /// Outer packets are too long, and vanish.
    case lost
  }

  public init(_ path: Path) {
    var tunnels: [Tunnel] = []
    var (mtu, ip) = (path.mtu.count, path.ip)
    for layer in path.overlay.layers {
      let inner = layer.automaticMTU(in: mtu, over: ip)
      tunnels.append(Tunnel(ip: ip, mtu: mtu, innerMTU: inner))
      mtu = inner
      if !layer.keepsHeader { ip = .v4 }
    }
    if let given = path.overlay.innerMTU?.count, let last = tunnels.indices.last {
      tunnels[last].innerMTU = given
      mtu = given
    }
    let headers = ip.headerBytes + Flow.tcpHeader
    let whole = path.overlay.layers.last?.frame ?? mtu
    innerMTU = mtu
    segment = mtu - headers
    payload = whole - headers
    packets = [IPPackets(of: whole)]
    wrap(path.overlay.layers, in: tunnels)
  }

  /// From the innermost layer to the outermost.
  private mutating func wrap(_ layers: [any Encapsulation], in tunnels: [Tunnel]) {
    // TCP sets DF on its own packets.
    var mayFragment = false
    for index in layers.indices.reversed() {
      let (layer, tunnel) = (layers[index], tunnels[index])
      packets = packets.flatMap { run in
        layer.packets(around: run.bytes, in: tunnel).map {
          IPPackets(run.count * $0.count, of: $0.bytes)
        }
      }
      if !layer.keepsHeader { mayFragment = layer.leavesDontFragmentClear && tunnel.ip == .v4 }
      // What keeps the header sends the packet on as its own, so it is measured after that.
      if index > 0, layers[index - 1].keepsHeader { continue }
      guard packets.contains(where: { $0.bytes > tunnel.mtu }) else { continue }
      guard mayFragment else {
        fate = .lost
        return
      }
      fate = .fragmented
      packets = packets.flatMap { Carriage.fragments(of: $0, mtu: tunnel.mtu) }
    }
  }

  /// RFC 791, section 2.3: all but the last carry a multiple of 8 bytes.
  static func fragments(of run: IPPackets, mtu: Int64) -> [IPPackets] {
    guard run.bytes > mtu else { return [run] }
    let header = IPVersion.v4.headerBytes
    let room = max(8, (mtu - header) / 8 * 8)
    let body = run.bytes - header
    let full = (body - 1) / room
    return [
      IPPackets(run.count * full, of: room + header),
      IPPackets(run.count, of: body - full * room + header),
    ]
  }

  /// Outer packets of one TCP segment, on average: each of them may be lost.
  public var packetsPerSegment: Double {
    Double(packets.reduce(0) { $0 + $1.count }) * Double(segment) / Double(payload)
  }

  /// The share of segments or frames that are lost where each packet is lost with that probability:
  /// 1 − (1 − p)^packets.
  public func loss(ofPackets share: Double) -> Double {
    let count = packets.reduce(0) { $0 + $1.count }
    return 1 - (0..<count).reduce(1.0) { kept, _ in kept * (1 - share) }
  }

  /// What a layer counts of it, in bytes; of `goodput` what iperf3 could have reported outside the
  /// tunnels in the same time on the line.
  public func bytes(at layer: BandwidthLayer, of path: Path) -> Double {
    if layer == .goodput {
      let plain = path.bytesPerPacket(at: .wire)
      return path.bytesPerPacket(at: .goodput) * (bytes(at: .wire, of: path) / plain)
    }
    return packets.reduce(0) { $0 + Double($1.count) * layer.bytes(ofPacket: Double($1.bytes)) }
  }
}

extension Path {
  public var carriage: Carriage { Carriage(self) }
}
