/// A 64-bit fingerprint of a sequence of words. Not for secrets: it tells equal from unequal.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  /// Order matters: a, b and b, a give different fingerprints.
  public mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0x9e37_79b9_7f4a_7c15
    value ^= value >> 29
  }

  public mutating func mix(_ text: String) {
    var count: UInt64 = 0
    for byte in text.utf8 {
      mix(UInt64(byte))
      count += 1
    }
    mix(count)
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
