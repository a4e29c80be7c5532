/// GRE (RFC 2784, section 2.1; the key: RFC 2890, section 2.1), for IP packets or, as `gretap`, for
/// Ethernet frames.
///
/// Linux sets DF unless told otherwise (`IFLA_GRE_PMTUDISC`, net/ipv4/ip_gre.c).
public struct GRE: FixedHeaders {
  public let name: String
  public let headerBytes: Int64

  public static let plain = GRE(name: "gre", headerBytes: 4)
  public static let keyed = GRE(name: "gre-key", headerBytes: 4 + 4)
  /// With the inner Ethernet header.
  public static let tap = GRE(name: "gretap", headerBytes: 4 + 14)

  init(name: String, headerBytes: Int64) {
    self.name = name
    self.headerBytes = headerBytes
  }
}
