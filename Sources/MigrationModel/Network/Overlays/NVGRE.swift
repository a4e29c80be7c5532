/// NVGRE (RFC 7637, section 3.2): GRE with its key 8, the inner Ethernet header 14.
///
/// Its packets are not to be fragmented (section 4.4), so DF is taken to be set.
public struct NVGRE: FixedHeaders {
  public let name = "nvgre"
  public let headerBytes: Int64 = 8 + 14

  public init() {}
}
