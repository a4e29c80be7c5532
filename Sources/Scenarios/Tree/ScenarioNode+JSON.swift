import Records

extension ScenarioNode {
  /// A scenario that a record carries. JSON objects have no order; here it is the alphabet's.
  public init(json: JSONValue) {
    switch json {
    case .null: self = .text("null")
    case .bool(let value): self = .text(value ? "true" : "false")
    case .integer(let value): self = .text(String(value))
    case .number(let value): self = .text(String(value))
    case .string(let text): self = .quoted(text)
    case .array(let members): self = .sequence(members.map { ScenarioNode(json: $0) })
    case .object(let members):
      let keys = members.keys.sorted()
      self = .mapping(
        keys.compactMap { key in
          members[key].map { Entry(key, ScenarioNode(json: $0)) }
        })
    }
  }

  /// The tree as JSON: bare numbers, true, false and null as such, all else as strings.
  public var json: JSONValue {
    switch content {
    case .scalar(let scalar):
      switch scalar.interpretation {
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .integer(let value): return .integer(value)
      case .number(let value): return .number(value)
      case .text: return .string(scalar.text)
      }
    case .sequence(let members): return .array(members.map(\.json))
    case .mapping(let entries):
      var members: [String: JSONValue] = [:]
      for entry in entries { members[entry.key] = entry.value.json }
      return .object(members)
    }
  }
}

extension ScenarioNode {
  /// JSON text with the keys in their order, two blanks a level; what is short stays on a line.
  func jsonText(indent: String = "") -> String {
    let line = jsonLine
    if indent.utf8.count + line.utf8.count <= 90 { return line }
    let inner = indent + "  "
    switch content {
    case .scalar: return line
    case .sequence(let members):
      let lines = members.map { inner + $0.jsonText(indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .mapping(let entries):
      let lines = entries.map {
        inner + ScenarioNode.jsonString($0.key) + ": " + $0.value.jsonText(indent: inner)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var jsonLine: String {
    switch content {
    case .scalar(let scalar):
      switch scalar.interpretation {
      case .text: return ScenarioNode.jsonString(scalar.text)
      case .null: return "null"
      case .bool(let value): return value ? "true" : "false"
      case .integer(let value): return String(value)
      case .number(let value): return String(value)
      }
    case .sequence(let members):
      return "[" + members.map(\.jsonLine).joined(separator: ", ") + "]"
    case .mapping(let entries):
      let members = entries.map { ScenarioNode.jsonString($0.key) + ": " + $0.value.jsonLine }
      return "{" + members.joined(separator: ", ") + "}"
    }
  }

  private static func jsonString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if scalar.value < 32 {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
