/// VXLAN (RFC 7348, section 5): UDP 8, VXLAN 8, the inner Ethernet header 14.
///
/// RFC 7348, section 4.3, lets routers fragment what endpoints must not; Linux clears DF unless
/// told otherwise (`VXLAN_DF_UNSET`, drivers/net/vxlan/vxlan_core.c).
public struct VXLAN: FixedHeaders {
  public let name = "vxlan"
  public let headerBytes: Int64 = 8 + 8 + 14
  public let leavesDontFragmentClear = true

  public init() {}
}
