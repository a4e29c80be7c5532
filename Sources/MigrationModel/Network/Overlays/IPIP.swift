/// IP in IP (RFC 2003, section 3.1; over IPv6: RFC 2473): nothing but the outer header.
///
/// Linux sets DF unless told otherwise (`IFLA_IPTUN_PMTUDISC`, net/ipv4/ipip.c).
public struct IPIP: FixedHeaders {
  public let name = "ipip"
  public let headerBytes: Int64 = 0

  public init() {}
}
