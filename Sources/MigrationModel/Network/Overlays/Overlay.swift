import Quantities

/// What the migration stream goes through on its way: no tunnel, one, or several in one another.
public struct Overlay: Sendable {
  /// Outermost first.
  public let layers: [any Encapsulation]
  /// MTU of the innermost one's device; nil leaves it to its driver.
  public var innerMTU: ByteCount?

  public init(_ layers: [any Encapsulation], innerMTU: ByteCount? = nil) {
    self.layers = layers
    self.innerMTU = innerMTU
  }

  public static let none = Overlay([])
  public static let vxlan = Overlay([VXLAN()])

  /// All that there are, in the order in which the scenario's reference tells them.
  public static let encapsulations: [any Encapsulation] = [
    VXLAN(), NVGRE(), STT(), Geneve.plain, Geneve.ovn, GRE.plain, GRE.keyed, GRE.tap, IPIP(),
    WireGuard(), ESP.gcm, ESP.gcmThroughNAT, ESP.gcmTransport, ESP.cbcSHA1, ESP.cbcSHA256,
  ]

  public static func encapsulation(named name: String) -> (any Encapsulation)? {
    encapsulations.first { $0.name == name }
  }

  public var isNone: Bool { layers.isEmpty }

  /// "none", "vxlan", or of several "wireguard, vxlan".
  public var name: String {
    isNone ? "none" : layers.map(\.name).joined(separator: ", ")
  }
}

extension Overlay: Equatable {
  public static func == (left: Overlay, right: Overlay) -> Bool {
    left.name == right.name && left.innerMTU == right.innerMTU
  }
}
