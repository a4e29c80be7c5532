/// Fields that have no name here yet go through unchanged, so that reading a capture and writing
/// it again loses nothing.
extension Record {
  struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private static let ofPredictions: Set<Keys> = [
    .seed, .replication, .digest, .level, .timeElapsedInterval, .downtimeInterval, .downtimeParts,
    .path, .notes, .effective, .promises, .remedies,
  ]

  private static func isKnown(_ name: String, isPrediction: Bool) -> Bool {
    guard let key = Keys(rawValue: name) else { return false }
    return isPrediction || !ofPredictions.contains(key)
  }

  static func others(
    in decoder: any Decoder, isPrediction: Bool
  ) throws -> [String: JSONValue] {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    var others: [String: JSONValue] = [:]
    for key in fields.allKeys where !isKnown(key.stringValue, isPrediction: isPrediction) {
      others[key.stringValue] = try fields.decode(JSONValue.self, forKey: key)
    }
    return others
  }

  func encodeOthers(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: AnyKey.self)
    for name in others.keys.sorted() {
      // A named field is the one that counts.
      guard !Record.isKnown(name, isPrediction: prediction != nil) else { continue }
      try fields.encode(others[name], forKey: AnyKey(name))
    }
  }
}
