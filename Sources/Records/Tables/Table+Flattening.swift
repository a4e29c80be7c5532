extension Table {
  /// A value and all below it, each under its dotted path. Lists of objects are numbered from 0;
  /// other lists are one value, as JSON.
  public static func flattened(_ value: JSONValue, below path: String) -> [(String, JSONValue)] {
    switch value {
    case .object(let members):
      return members.keys.sorted().flatMap { key in
        let word = columnWord(key)
        return flattened(members[key] ?? .null, below: path.isEmpty ? word : "\(path).\(word)")
      }
    case .array(let members) where !members.isEmpty && members.allSatisfy(\.isObject):
      return members.enumerated().flatMap { flattened($1, below: "\(path).\($0)") }
    case .null: return []
    default: return [(path, value)]
    }
  }

  /// A key as a column's head has it: on a line, and without the blanks that readers trim.
  private static func columnWord(_ key: String) -> String {
    let scalars = key.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }
    var word = Substring(String(String.UnicodeScalarView(scalars)))
    while word.last?.isWhitespace == true { word.removeLast() }
    while word.first?.isWhitespace == true { word.removeFirst() }
    return String(word)
  }
}

extension Table.Cell {
  /// A JSON value as it stands; nil of null.
  public init?(_ value: JSONValue) {
    switch value {
    case .null: return nil
    case .bool(let value): self.init(value ? "true" : "false", .boolean)
    case .integer(let value): self.init(value)
    case .number(let value): self.init("\(value)", .number)
    case .string(let text): self.init(text)
    case .array, .object: self.init((try? RecordFile.line(value)) ?? "")
    }
  }
}

extension JSONValue {
  fileprivate var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
