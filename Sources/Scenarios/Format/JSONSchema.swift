import Quantities

/// The JSON Schema (draft 7) of scenario and profile files, for editors and other tools.
///
/// It is made from the description. It knows forms, words and units; what values say together
/// (touched above memory, say) only Ferry itself checks.
public enum JSONSchema {
  /// The text of Scenarios/schema/scenario.schema.json.
  public static let scenario = text(
    of: ScenarioFormat.keys, title: "Ferry scenario",
    doc: "One VM migration. Generated from the description in the code; do not edit.")

  /// The text of Scenarios/schema/profile.schema.json.
  public static let profile = text(
    of: ProfileFormat.keys, title: "Ferry profile",
    doc: "Constants of a pair of hosts. Generated from the description in the code; do not edit.")

  /// The text of Scenarios/schema/capture.schema.json.
  public static let capture = text(
    of: CaptureFormat.keys, title: "Ferry capture plan",
    doc: "Migrations to capture. Generated from the description in the code; do not edit.")

  private static func text(of keys: [Key], title: String, doc: String) -> String {
    var entries: [ScenarioNode.Entry] = [
      .init("$schema", .quoted("http://json-schema.org/draft-07/schema#")),
      .init("title", .quoted(title)), .init("description", .quoted(doc)),
    ]
    entries += members(object(keys))
    let kinds: [ValueKind] = [
      .time(ScenarioFormat.anyTime), .size(ScenarioFormat.anySize),
      .rate(ScenarioFormat.anyRate), .share(ScenarioFormat.anyShare),
    ]
    let definitions = kinds.compactMap { kind in
      kind.definition.map { ScenarioNode.Entry($0, quantity(kind.unitSymbols)) }
    }
    entries.append(.init("definitions", .mapping(definitions)))
    return ScenarioNode.mapping(entries).jsonText() + "\n"
  }

  private static func object(_ keys: [Key], besides: [ScenarioNode.Entry] = []) -> ScenarioNode {
    let properties = besides + keys.map { ScenarioNode.Entry($0.name, schema(of: $0)) }
    var entries: [ScenarioNode.Entry] = [
      .init("type", .quoted("object")), .init("properties", .mapping(properties)),
      .init("additionalProperties", .text("false")),
    ]
    let required = besides.map(\.key) + keys.filter(\.isRequired).map(\.name)
    if !required.isEmpty {
      entries.append(.init("required", .sequence(required.map { .quoted($0) })))
    }
    return .mapping(entries)
  }

  private static func schema(of key: Key) -> ScenarioNode {
    var doc = key.doc
    switch key.status {
    case .supported: break
    case .later: doc += " Not supported yet."
    case .laterUnless(let neutral): doc += " \(neutral.inWords)"
    }
    var entries: [ScenarioNode.Entry] = [.init("description", .quoted(doc))]
    if case .fallback(let value) = key.need, let scalar = value.scalar {
      let isText = key.kind.defaultIsText
      entries.append(.init("default", isText ? .quoted(scalar.text) : value))
    }
    let form = schema(of: key.kind)
    // What stands beside a $ref would be ignored.
    entries += form["$ref"] == nil ? members(form) : [.init("allOf", .sequence([form]))]
    return .mapping(entries)
  }

  private static func schema(of kind: ValueKind) -> ScenarioNode {
    switch kind {
    case .time, .size, .rate, .share:
      return .mapping([.init("$ref", .quoted("#/definitions/\(kind.definition ?? "")"))])
    case .count(let limits):
      return .mapping([
        .init("type", .quoted("integer")), .init("minimum", .text(String(limits.lowerBound))),
        .init("maximum", .text(String(limits.upperBound))),
      ])
    case .number(let limits):
      return .mapping([
        .init("type", .quoted("number")),
        .init("minimum", .text(NumberText.bare(limits.lowerBound))),
        .init("maximum", .text(NumberText.bare(limits.upperBound))),
      ])
    case .onOff: return .mapping([.init("type", .quoted("boolean"))])
    // YAML readers take `qemu: 7.2` for a number; the text is what counts.
    case .text:
      return .mapping([.init("type", .sequence(["string", "number"].map { .quoted($0) }))])
    case .words(let words):
      return .mapping([.init("enum", .sequence(words.map { .quoted($0.text) }))])
    case .oneOf(let kinds):
      return .mapping([.init("anyOf", .sequence(kinds.map { schema(of: $0) }))])
    case .list(let member, let limit):
      return .mapping([
        .init("type", .quoted("array")), .init("items", schema(of: member)),
        .init("maxItems", .text(String(limit))),
      ])
    case .tuple(let members):
      return .mapping([
        .init("type", .quoted("array")),
        .init("items", .sequence(members.map { schema(of: $0) })),
        .init("minItems", .text(String(members.count))),
        .init("maxItems", .text(String(members.count))),
      ])
    case .mapping(let keys): return object(keys)
    case .named(let member, let limit):
      return .mapping([
        .init("type", .quoted("object")), .init("additionalProperties", schema(of: member)),
        .init("maxProperties", .text(String(limit))),
      ])
    case .part(let forms):
      let patterns = forms.patterns.map { form in
        let pattern = ScenarioNode.mapping([
          .init("description", .quoted(form.doc + (form.isSupported ? "" : " Not supported yet."))),
          .init("const", .quoted(form.name)),
        ])
        return object(form.keys, besides: [.init("pattern", pattern)])
      }
      let keyed = forms.keyed.map { form in
        ScenarioNode.mapping(
          [
            .init(
              "description", .quoted(form.doc + (form.isSupported ? "" : " Not supported yet.")))
          ] + members(object(form.keys)).filter { $0.key != "required" } + [
            .init("required", .sequence([.quoted(form.name)]))
          ])
      }
      return .mapping([.init("anyOf", .sequence(patterns + keyed))])
    case .anything: return .mapping([])
    case .later(let kind, _): return schema(of: kind)
    }
  }

  private static func members(_ node: ScenarioNode) -> [ScenarioNode.Entry] {
    guard case .mapping(let entries) = node.content else { return [] }
    return entries
  }

  /// A number and a unit, or a bare 0.
  private static func quantity(_ units: [String]) -> ScenarioNode {
    let pattern = "^[ \\t]*(0|[0-9]+(\\.[0-9]+)?[ \\t]*(\(units.joined(separator: "|"))))[ \\t]*$"
    return .mapping([
      .init(
        "anyOf",
        .sequence([
          .mapping([.init("type", .quoted("string")), .init("pattern", .quoted(pattern))]),
          .mapping([.init("const", .text("0"))]),
        ]))
    ])
  }

}

extension Key {
  fileprivate var isRequired: Bool {
    if case .required = need { return true }
    // A section that holds something required is required itself.
    guard case .mapping(let keys) = kind, case .fallback = need else { return false }
    return keys.contains(where: \.isRequired)
  }
}

extension Key.Neutral {
  var inWords: String {
    switch self {
    case .zero: return "Other than 0: not supported yet."
    case .off: return "true: not supported yet."
    case .one: return "Other than 1: not supported yet."
    }
  }
}

extension ValueKind {
  /// The name under which the schema defines a quantity once for all keys.
  fileprivate var definition: String? {
    switch self {
    case .time: return "time"
    case .size: return "size"
    case .rate: return "rate"
    case .share: return "share"
    default: return nil
    }
  }

  fileprivate var defaultIsText: Bool {
    switch self {
    case .count, .number, .onOff: return false
    default: return true
    }
  }
}
