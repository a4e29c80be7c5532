import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// How deep an XML text's elements lie in each other. Whoever decodes a tree goes as deep, and ends
/// where the stack does.
final class XMLNesting: NSObject, XMLParserDelegate {
  /// libvirt's lie some ten deep; others' metadata may add to that.
  static let most = 100

  /// Text that is no XML is as deep as what can be read of it.
  static func isDeep(_ text: Data) -> Bool {
    let nesting = XMLNesting()
    let parser = XMLParser(data: text)
    parser.delegate = nesting
    _ = parser.parse()
    return nesting.isDeep
  }

  private var depth = 0
  private var isDeep = false

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    depth += 1
    guard depth > XMLNesting.most else { return }
    isDeep = true
    parser.abortParsing()
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    depth -= 1
  }
}
