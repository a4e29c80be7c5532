/// A record's fields as others may have written them: what is none says so in words.
extension KeyedDecodingContainer<Record.Keys> {
  /// One of a few words.
  func word(of words: [String], forKey key: Key) throws -> String {
    let word = try decode(String.self, forKey: key)
    guard words.contains(word) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "is \"\(word.prefix(40))\", which is none of "
          + words.joined(separator: ", "))
    }
    return word
  }

  /// A count of milliseconds, bytes or pages; nil where it is absent or null.
  func count(forKey key: Key) throws -> Int64? {
    // As any value first, for better words than the decoder has about 8401.5.
    guard let value = try decodeIfPresent(JSONValue.self, forKey: key), value != .null
    else { return nil }
    let range = Record.range(of: key)
    guard case .integer(let count) = value, range.contains(count) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "is not a whole number from 0 to \(range.upperBound)")
    }
    return count
  }
}

extension Record {
  private static let milliseconds: Set<Keys> = [
    .timeElapsed, .downtime, .setupTime, .qemuTotalTime, .qemuDowntime, .pause,
    .pauseGuestClock,
  ]

  /// Milliseconds that nanoseconds can still hold; other counts as far as every JSON reader is
  /// exact.
  static func range(of key: Keys) -> ClosedRange<Int64> {
    milliseconds.contains(key) ? 0...9_000_000_000_000 : 0...(1 << 53)
  }
}
