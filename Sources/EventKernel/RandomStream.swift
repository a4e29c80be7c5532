/// Random numbers of one component in one replication: xoshiro256**, seeded by SplitMix64.
///
/// Each component draws from a stream of its own, so a draw added in one place shifts no other,
/// and two scenarios under the same seed share their luck (common random numbers).
/// Source: Blackman and Vigna, ACM TOMS 47(4), 2021, doi:10.1145/3460772.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64, replication: UInt64 = 0, component: String) {
    var digest = Digest()
    digest.mix(seed)
    digest.mix(replication)
    digest.mix(component)
    var seeder = SplitMix64(state: digest.value)
    self.init(state: (seeder.next(), seeder.next(), seeder.next(), seeder.next()))
  }

  init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

  public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// A number in [0, 1) on a grid of 2⁻⁵³.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number below `bound`, each equally likely.
  public mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "a number below 0 was asked for")
    // What is left over at the top of the range would favour the small numbers.
    let leftOver = (0 &- bound) % bound
    while true {
      let (high, low) = next().multipliedFullWidth(by: bound)
      if low >= leftOver { return high }
    }
  }

  /// Every order equally likely (Fisher and Yates). Unlike the standard library's, whose algorithm
  /// may change with its version, this gives the same order for a seed for good.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, Int(below(UInt64(last + 1))))
    }
  }
}

/// Spreads one word over many (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
struct SplitMix64: Sendable {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
