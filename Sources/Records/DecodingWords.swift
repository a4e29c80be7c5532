/// What a decoder has against a text, for the person who wrote the text.
enum DecodingWords {
  /// The place within the text leaves out its first `depth` keys, which another has told.
  static func text(_ error: any Error, below depth: Int = 0) -> String {
    guard let error = error as? DecodingError else { return "not JSON" }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context, depth))it lacks \"\(key.stringValue)\""
    case .valueNotFound(_, let context):
      return "\(place(context, depth))is null"
    case .typeMismatch(let type, let context):
      return "\(place(context, depth))is not \(kind(type))"
    case .dataCorrupted(let context):
      return context.codingPath.count <= depth
        ? "not JSON" : place(context, depth) + context.debugDescription
    @unknown default: return "not JSON"
    }
  }

  /// "rounds.2.pages_sent: ".
  private static func place(_ context: DecodingError.Context, _ depth: Int) -> String {
    let path = context.codingPath.dropFirst(depth)
    guard !path.isEmpty else { return "" }
    let keys = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
    return keys.joined(separator: ".") + ": "
  }

  private static func kind(_ type: any Any.Type) -> String {
    if type == String.self { return "a text" }
    if type == Int64.self || type == Int.self || type == UInt64.self { return "a whole number" }
    if type == Double.self { return "a number" }
    // Lists are the only arrays that records have; what is left is made of members.
    return "\(type)".hasPrefix("Array") ? "a list" : "an object"
  }
}
