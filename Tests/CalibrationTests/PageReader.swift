import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page as a parser sees it that takes nothing that is not well formed.
final class PageReader: NSObject, XMLParserDelegate {
  struct Part {
    let name: String
    let attributes: [String: String]
    /// The name of the plot that it is in.
    let plot: String?
  }

  private(set) var parts: [Part] = []
  /// What is to be read, a line an element.
  var text: String { words.split(separator: "\n").joined(separator: "\n") }
  private var words = ""
  private var plot: String?

  init(_ html: String) throws {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    try #require(parser.parse(), "\(parser.parserError.map(String.init(describing:)) ?? "")")
  }

  var names: Set<String> { Set(parts.map(\.name)) }
  var identifiers: [String] { parts.compactMap { $0.attributes["id"] } }
  var plots: [Part] { parts.filter { $0.name == "svg" && $0.attributes["role"] == "img" } }

  /// The marks of one plot, as "mark in" for one inside its interval.
  func marks(in plot: String) -> [String] {
    parts.filter { $0.plot == plot }.compactMap { $0.attributes["class"] }
      .filter { $0.hasPrefix("mark ") }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if name == "svg" {
      plot = attributes["aria-labelledby"]?.components(separatedBy: "-title").first
    }
    parts.append(Part(name: name, attributes: attributes, plot: plot))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "svg" { plot = nil }
    words += "\n"
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { words += characters }
}
