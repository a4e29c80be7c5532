/// One element of HTML or SVG. Whatever it holds is escaped when it is written, and there is no
/// other way to write one, so no name from a record can become markup.
struct Element: Sendable {
  enum Content: Sendable {
    case element(Element)
    case text(String)
  }

  let name: String
  var attributes: [(name: String, value: String)]
  var content: [Content]

  init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    @MarkupBuilder content: () -> [Content] = { [] }
  ) {
    self.name = name
    self.attributes = attributes.map { ($0.key, $0.value) }
    self.content = content()
  }

  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes) { text }
  }

  /// Well-formed as XML too, so that any parser of it can read a page.
  var markup: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    text += "<\(name)"
    for (name, value) in attributes {
      text += " \(name)=\""
      Element.escape(value, to: &text)
      text += "\""
    }
    if content.isEmpty, Element.void.contains(name) {
      text += "/>"
      return
    }
    text += ">"
    // Elements side by side get lines of their own; beside text a blank could be seen.
    let areLines = content.allSatisfy { if case .element = $0 { true } else { false } }
    for piece in content {
      if areLines { text += "\n" }
      switch piece {
      case .element(let element): element.write(to: &text)
      case .text(let words): Element.escape(words, to: &text)
      }
    }
    if areLines, !content.isEmpty { text += "\n" }
    text += "</\(name)>"
  }

  /// What HTML lets stand without an end.
  private static let void: Set<String> = ["meta"]

  /// Characters that are markup, and those that no page may hold (control characters), are
  /// replaced; bidirectional overrides would turn what follows a name around.
  private static func escape(_ words: String, to text: inout String) {
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      case _ where isUnprintable(scalar): text.unicodeScalars.append("\u{FFFD}")
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE...0xFFFF: true
    default: false
    }
  }
}

/// Elements and texts, one after the other, as a Swift block.
@resultBuilder enum MarkupBuilder {
  typealias Content = Element.Content

  static func buildExpression(_ element: Element) -> [Content] { [.element(element)] }
  static func buildExpression(_ element: Element?) -> [Content] {
    element.map { [.element($0)] } ?? []
  }
  static func buildExpression(_ elements: [Element]) -> [Content] {
    elements.map(Content.element)
  }
  static func buildExpression(_ content: [Content]) -> [Content] { content }
  static func buildExpression(_ text: String) -> [Content] { [.text(text)] }
  static func buildBlock(_ parts: [Content]...) -> [Content] { parts.flatMap(\.self) }
  static func buildArray(_ parts: [[Content]]) -> [Content] { parts.flatMap(\.self) }
  static func buildOptional(_ part: [Content]?) -> [Content] { part ?? [] }
  static func buildEither(first: [Content]) -> [Content] { first }
  static func buildEither(second: [Content]) -> [Content] { second }
}
