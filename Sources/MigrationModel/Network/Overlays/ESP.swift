/// IPsec's ESP (RFC 4303, section 2): header 8, initialisation vector, padding, trailer 2 and check
/// value around the inner packet, or in transport mode around what follows its IP header.
///
/// DF is the inner packet's (RFC 4301, section 8.1; `xfrm4_tunnel_encap_add`,
/// net/xfrm/xfrm_output.c), and TCP sets it.
public struct ESP: Encapsulation {
  public let name: String
  public let keepsHeader: Bool
  let cipher: Cipher
  /// Through address translators: UDP's header (RFC 3948, section 2.1).
  let isInUDP: Bool

  /// What cipher and authentication add.
  struct Cipher: Sendable {
    let vector: Int64
    /// What the encrypted part is padded to a multiple of.
    let block: Int64
    let checkValue: Int64

    /// RFC 4106: AES-GCM with 16 bytes of check value.
    static let gcm = Cipher(vector: 8, block: 4, checkValue: 16)
    /// RFC 3602: AES-CBC, with HMAC-SHA1-96 (RFC 2404) or HMAC-SHA256-128 (RFC 4868).
    static let cbcSHA1 = Cipher(vector: 16, block: 16, checkValue: 12)
    static let cbcSHA256 = Cipher(vector: 16, block: 16, checkValue: 16)
  }

  public static let gcm = ESP(name: "ipsec-gcm", cipher: .gcm)
  public static let gcmThroughNAT = ESP(name: "ipsec-gcm-nat-t", cipher: .gcm, isInUDP: true)
  public static let gcmTransport = ESP(
    name: "ipsec-gcm-transport", cipher: .gcm, keepsHeader: true)
  public static let cbcSHA1 = ESP(name: "ipsec-cbc-sha1", cipher: .cbcSHA1)
  public static let cbcSHA256 = ESP(name: "ipsec-cbc-sha256", cipher: .cbcSHA256)

  init(name: String, cipher: Cipher, keepsHeader: Bool = false, isInUDP: Bool = false) {
    self.name = name
    self.cipher = cipher
    self.keepsHeader = keepsHeader
    self.isInUDP = isInUDP
  }

  public func packets(around inner: Int64, in tunnel: Tunnel) -> [IPPackets] {
    let plain = inner - headerKept(tunnel.ip) + ESP.trailer
    let encrypted = (plain + cipher.block - 1) / cipher.block * cipher.block
    return [IPPackets(of: outside(tunnel.ip) + encrypted)]
  }

  public func automaticMTU(in mtu: Int64, over ip: IPVersion) -> Int64 {
    let encrypted = (mtu - outside(ip)) / cipher.block * cipher.block
    return encrypted - ESP.trailer + headerKept(ip)
  }

  private static let trailer: Int64 = 2

  private func headerKept(_ ip: IPVersion) -> Int64 { keepsHeader ? ip.headerBytes : 0 }

  /// What is not encrypted: the IP header and what stands around the encrypted part.
  private func outside(_ ip: IPVersion) -> Int64 {
    ip.headerBytes + (isInUDP ? 8 : 0) + 8 + cipher.vector + cipher.checkValue
  }
}
