/// What a tunnel makes of the IP packets that go through it: a new one is a new type that conforms,
/// and its place in ``Overlay/encapsulations``.
public protocol Encapsulation: Sendable {
  /// As the scenario names it: "vxlan".
  var name: String { get }
  /// The IP packets, outer header included, in which an inner packet of so many bytes goes.
  func packets(around inner: Int64, in tunnel: Tunnel) -> [IPPackets]
  /// The inner MTU that its driver or tools set where nobody else does; usually the most that
  /// goes into an outer packet of `mtu` bytes.
  func automaticMTU(in mtu: Int64, over ip: IPVersion) -> Int64
  /// Whether routers may fragment its outer IPv4 packets, as it comes: DF is clear.
  var leavesDontFragmentClear: Bool { get }
  /// Whether it keeps the packet's own IP header instead of putting another one in front.
  var keepsHeader: Bool { get }
  /// The largest packet that TCP hands it whole, where it cuts them itself; nil where each segment
  /// goes by itself.
  var frame: Int64? { get }
}

extension Encapsulation {
  public var leavesDontFragmentClear: Bool { false }
  public var keepsHeader: Bool { false }
  public var frame: Int64? { nil }
}

/// Where an encapsulation works: the version of its outer header, and the MTUs on both sides.
public struct Tunnel: Sendable, Equatable {
  public let ip: IPVersion
  /// Of what carries it, in bytes.
  public let mtu: Int64
  /// Of its own device, in bytes.
  public var innerMTU: Int64

  public init(ip: IPVersion, mtu: Int64, innerMTU: Int64) {
    self.ip = ip
    self.mtu = mtu
    self.innerMTU = innerMTU
  }
}

/// IP packets of one length.
public struct IPPackets: Sendable, Equatable {
  public var count: Int64
  /// Of each, with its IP header.
  public var bytes: Int64

  public init(_ count: Int64 = 1, of bytes: Int64) {
    self.count = count
    self.bytes = bytes
  }
}

public enum IPVersion: String, Sendable, CaseIterable {
  case v4, v6

  /// RFC 791, section 3.1; RFC 8200, section 3.
  public var headerBytes: Int64 { self == .v4 ? 20 : 40 }
}

/// An encapsulation that adds the same headers to each packet.
public protocol FixedHeaders: Encapsulation {
  /// Between the outer IP header and the inner one.
  var headerBytes: Int64 { get }
}

extension FixedHeaders {
  public func packets(around inner: Int64, in tunnel: Tunnel) -> [IPPackets] {
    [IPPackets(of: inner + headerBytes + tunnel.ip.headerBytes)]
  }

  public func automaticMTU(in mtu: Int64, over ip: IPVersion) -> Int64 {
    mtu - headerBytes - ip.headerBytes
  }
}
