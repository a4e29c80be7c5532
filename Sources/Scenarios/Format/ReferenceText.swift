/// The reference page of the scenario file, as Markdown, made from the description.
public enum ReferenceText {
  public static let scenario: String = {
    var page = """
      # Scenario reference

      A value with a dimension is text with a unit ("40 ms"); bits and bytes are told apart, and
      KiB and kB too. Counts are bare. Generated from the description in the code.

      """
    page += section("The file", "", ScenarioFormat.keys)
    for key in ScenarioFormat.keys {
      if case .mapping(let keys) = key.kind, key.isSupported {
        page += section("`\(key.name)`", key.doc, keys)
      } else if case .list(.part(let forms), _) = key.kind {
        page += "\n## `\(key.name)`\n\n\(key.doc)\n"
        for form in forms.patterns { page += part("pattern: \(form.name)", form) }
        for form in forms.keyed { page += part(form.name, form) }
      }
    }
    return page
  }()

  public static let profile =
    "# Profile reference\n" + section("The file", "", ProfileFormat.keys)
    + section("`host`", "Constants of the pair of hosts.", ProfileFormat.host)
    + section("`guest`", "What {pattern: idle} writes.", ProfileFormat.guest)
    + section("`workloads.NAME`", "What {profile: NAME} means.", ProfileFormat.workload)

  public static let capture =
    "# Capture plan reference\n" + section("The file", "", CaptureFormat.keys)

  private static func section(_ title: String, _ doc: String, _ keys: [Key]) -> String {
    "\n## \(title)\n\n" + (doc.isEmpty ? "" : doc + "\n\n") + table(keys)
  }

  private static func part(_ title: String, _ form: PartForms.Form) -> String {
    let status = form.isSupported ? "" : " Not supported yet."
    let keys = form.keys.isEmpty ? "" : "\n" + table(form.keys)
    return "\n### `\(title)`\n\n\(form.doc)\(status)\n" + keys
  }

  private static func table(_ keys: [Key]) -> String {
    var rows = "| key | value | default | meaning |\n|---|---|---|---|\n"
    for key in keys {
      let cells = [
        "`\(key.name)`", cell(key.kind.inWords), cell(key.defaultInWords),
        cell(key.doc + key.statusInWords),
      ]
      rows += "| " + cells.joined(separator: " | ") + " |\n"
    }
    return rows
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

extension Key {
  var isSupported: Bool {
    if case .later = status { return false }
    return true
  }

  fileprivate var statusInWords: String {
    switch status {
    case .supported: return kind.laterWords
    case .later: return " *Not supported yet.*"
    case .laterUnless(let neutral): return " *\(neutral.inWords)*"
    }
  }

  fileprivate var defaultInWords: String {
    switch need {
    case .required: return "required"
    case .fallback(let value):
      let text = value.flowText()
      return text == "{}" ? "" : text
    case .derived(let text): return text
    case .optional: return ""
    }
  }
}

extension ValueKind {
  /// Which of a key's words and forms are still to come.
  fileprivate var laterWords: String {
    let later = laterForms
    return later.isEmpty ? "" : " *Not supported yet: \(later.joined(separator: ", ")).*"
  }

  private var laterForms: [String] {
    switch self {
    case .words(let words): return words.filter { !$0.isSupported }.map(\.text)
    case .oneOf(let kinds): return kinds.flatMap(\.laterForms)
    case .later(_, let feature): return [feature]
    default: return []
    }
  }
}
