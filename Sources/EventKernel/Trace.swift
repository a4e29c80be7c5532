import Quantities

/// What happened, folded into one number as it happens, and kept entry by entry where asked for.
///
/// Two runs that give the same digest did the same things at the same instants. Where they don't,
/// keeping the entries of both shows the first at which they part.
public struct Trace: Sendable {
  /// One thing that happened.
  public struct Entry: Equatable, Sendable {
    public let instant: Instant
    /// Who did what, in a word: "slice", "synchronisation".
    public let what: String
    public let value: Int64
  }

  public private(set) var digest = Digest()
  public private(set) var entries: [Entry] = []
  /// Whether the entries are kept.
  public var keepsEntries = false

  public init() {}

  /// `code` names the kind of event in the digest, `what` for people.
  @inlinable
  public mutating func note(_ code: UInt8, _ what: StaticString, at instant: Instant, value: Int64)
  {
    mix(code, instant, value)
    if keepsEntries { keep(what, instant, value) }
  }

  /// Keeps a level for whoever draws the run. The digest leaves it out: it follows from what was
  /// noted, and decides nothing.
  @inlinable
  public mutating func sample(_ what: StaticString, at instant: Instant, value: Int64) {
    if keepsEntries { keep(what, instant, value) }
  }

  @usableFromInline
  mutating func mix(_ code: UInt8, _ instant: Instant, _ value: Int64) {
    digest.mix(UInt64(bitPattern: instant.nanoseconds))
    digest.mix(UInt64(bitPattern: value) ^ UInt64(code) << 56)
  }

  @usableFromInline
  mutating func keep(_ what: StaticString, _ instant: Instant, _ value: Int64) {
    entries.append(Entry(instant: instant, what: "\(what)", value: value))
  }

  /// The first entry at which two traces part: its place, and what each has there.
  public static func firstDifference(
    _ left: Trace, _ right: Trace
  ) -> (place: Int, left: Entry?, right: Entry?)? {
    for place in 0..<max(left.entries.count, right.entries.count) {
      let one = place < left.entries.count ? left.entries[place] : nil
      let other = place < right.entries.count ? right.entries[place] : nil
      if one != other { return (place, one, other) }
    }
    return nil
  }
}
