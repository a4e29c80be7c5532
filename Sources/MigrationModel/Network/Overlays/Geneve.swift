/// Geneve (RFC 8926, section 3): UDP 8, Geneve 8 and its options, the inner Ethernet header 14.
public struct Geneve: FixedHeaders {
  public let name: String
  public let headerBytes: Int64
  public let leavesDontFragmentClear: Bool

  /// Linux's own device: no options, and DF clear unless told otherwise (`GENEVE_DF_UNSET`,
  /// drivers/net/geneve.c), though RFC 8926, section 4.4.1, would rather have it set.
  public static let plain = Geneve(name: "geneve", options: 0, leavesDontFragmentClear: true)
  /// OVN's: an option of 8 bytes tells the logical ports, and Open vSwitch sets DF (`df_default`,
  /// ovs-vswitchd.conf.db(5)).
  public static let ovn = Geneve(name: "geneve-ovn", options: 8, leavesDontFragmentClear: false)

  init(name: String, options: Int64, leavesDontFragmentClear: Bool) {
    self.name = name
    headerBytes = 8 + 8 + options + 14
    self.leavesDontFragmentClear = leavesDontFragmentClear
  }
}
