/// What a tunnel adds to each IP packet of the migration stream.
public struct Encapsulation: Sendable, Equatable {
  public let name: String
  /// Bytes added to the inner IP packet, up to and with the outer IPv4 header.
  public let overheadBytes: Int64

  public init(name: String, overheadBytes: Int64) {
    self.name = name
    self.overheadBytes = overheadBytes
  }

  public static let none = Encapsulation(name: "none", overheadBytes: 0)
  /// Outer IPv4 20, UDP 8, VXLAN 8, inner Ethernet 14 (RFC 7348, section 5).
  public static let vxlan = Encapsulation(name: "vxlan", overheadBytes: 50)

  public static let all: [Encapsulation] = [.none, .vxlan]
}
