import Yams

extension ScenarioNode {
  /// More than a scenario can need; a huge file is a mistake or an attack.
  public static let maximumBytes = 1 << 20

  /// Reads one YAML (or JSON) document.
  ///
  /// Only the tree comes from Yams, never its reading of values: that would take `1:30` for 90 and
  /// pass over unknown keys. Anchors, tags and several documents in a file are refused.
  public init(yaml: String, file: String? = nil) throws(ScenarioProblems) {
    do {
      try ScenarioNode.checkBytes(of: yaml)
      // Blank lines at the end make the text long enough to have storage of its own: the parser
      // keeps a pointer into it, which for a text of 15 bytes or less would point to the stack.
      let withoutMark =
        yaml.unicodeScalars.first == "\u{FEFF}"
        ? yaml.unicodeScalars.dropFirst() : yaml.unicodeScalars[...]
      var text = String(withoutMark) + String(repeating: "\n", count: 16)
      text.makeContiguousUTF8()
      // The basic resolver tries no regular expressions, and takes `1` and "1" for one key.
      let parser = try Parser(yaml: text, resolver: .basic)
      guard let root = try parser.singleRoot() else {
        throw ScenarioProblem("the file is empty; it needs a mapping with keys", at: .beginning)
      }
      // Nodes refer to their anchors weakly; the parser owns them.
      self = try withExtendedLifetime(parser) { try ScenarioNode(root, depth: 0) }
    } catch var problem as ScenarioProblem {
      problem.file = file
      throw ScenarioProblems(problem)
    } catch let error as YamlError {
      let lines = yaml.utf8.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
      throw ScenarioProblems(ScenarioProblem(error, file: file, lines: lines))
    } catch {
      throw ScenarioProblems(ScenarioProblem("is no YAML: \(error)", at: .beginning, file: file))
    }
    guard case .mapping = content else {
      throw ScenarioProblems(
        ScenarioProblem(
          "a mapping with keys was expected, not \(kindInWords)", at: place, file: file))
    }
  }

  private static func checkBytes(of yaml: String) throws(ScenarioProblem) {
    guard yaml.utf8.count <= maximumBytes else {
      throw ScenarioProblem(
        "the file is larger than 1 MiB, which no scenario needs", at: .beginning)
    }
    var line = 1
    var column = 1
    var previous = UInt8(ascii: "\n")
    var aliases = 0
    var alias = Place.beginning
    for byte in yaml.utf8 {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 0
      } else if byte == 0 {
        throw ScenarioProblem(
          "a NUL character: is this a text file?", at: .line(line, column: column))
      } else if previous == UInt8(ascii: "*"), byte > 32 {
        aliases += 1
        alias = .line(line, column: column - 1)
      }
      if byte & 0xC0 != 0x80 { column += 1 }
      previous = byte
    }
    // Nested aliases as keys would make the reader itself take exponential time. So few can't.
    guard aliases <= 8 else {
      throw ScenarioProblem(
        "aliases (*name) are not used in scenarios: write the values out", at: alias)
    }
  }

  private init(_ node: Yams.Node, depth: Int) throws(ScenarioProblem) {
    let place = node.mark.map { Place.line($0.line, column: $0.column) } ?? .unknown
    guard depth < ScenarioNode.maximumDepth else {
      throw ScenarioProblem(
        "nested more than \(ScenarioNode.maximumDepth) levels deep", at: place)
    }
    guard node.anchor == nil else {
      throw ScenarioProblem(
        "anchors (&name) and aliases (*name) are not used in scenarios: write the values out",
        at: place)
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      try ScenarioNode.refuseTag(scalar.tag, unless: .str, at: place)
      self.init(.scalar(Scalar(scalar.string, isQuoted: isQuoted)), at: place)
    case .sequence(let sequence):
      try ScenarioNode.refuseTag(sequence.tag, unless: .seq, at: place)
      var members: [ScenarioNode] = []
      members.reserveCapacity(sequence.count)
      for member in sequence { members.append(try ScenarioNode(member, depth: depth + 1)) }
      self.init(.sequence(members), at: place)
    case .mapping(let mapping):
      try ScenarioNode.refuseTag(mapping.tag, unless: .map, at: place)
      var entries: [Entry] = []
      entries.reserveCapacity(mapping.count)
      for (key, value) in mapping {
        let keyNode = try ScenarioNode(key, depth: depth + 1)
        guard let name = keyNode.scalar?.text else {
          throw ScenarioProblem(
            "a key must be a word, not \(keyNode.kindInWords)", at: keyNode.place)
        }
        entries.append(
          Entry(name, try ScenarioNode(value, depth: depth + 1), keyPlace: keyNode.place))
      }
      self.init(.mapping(entries), at: place)
    case .alias:
      throw ScenarioProblem("aliases (*name) are not used in scenarios", at: place)
    }
  }

  /// The parser gives a node without a tag the one of its kind, sooner or later.
  private static func refuseTag(
    _ tag: Tag, unless usual: Tag.Name, at place: Place
  ) throws(ScenarioProblem) {
    let name = tag.rawValue
    guard name.isEmpty || name == usual.rawValue else {
      throw ScenarioProblem("tags (\(excerpt(name))) are not used in scenarios", at: place)
    }
  }
}

extension ScenarioProblem {
  /// What the YAML reader has against the text, without its quotation of the line.
  fileprivate init(_ error: YamlError, file: String?, lines: Int) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      var message = "is no YAML here: \(problem)"
      if let context { message += " (\(context.text), line \(context.mark.line))" }
      // What is missing at the end is missing at the last line, not at the blank ones added.
      self.init(message, at: .line(min(mark.line, lines), column: mark.column), file: file)
    case .reader(let problem, _, _, let text):
      let place = Place.unprintable(in: text) ?? .beginning
      self.init("is no YAML: \(problem)", at: place, file: file)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "\"\(excerpt($0))\"" }.joined(separator: ", ")
      self.init(
        "\(names) is given more than once; keep one",
        at: .line(context.mark.line, column: context.mark.column), file: file)
    default:
      self.init("is no YAML that can be read", at: .beginning, file: file)
    }
  }
}

extension Place {
  /// Of what is wrong with a file as a whole.
  fileprivate static let beginning = Place.line(1, column: 1)

  /// The first character that YAML doesn't take (YAML 1.2, section 5.1), for its reader doesn't
  /// say where it is.
  fileprivate static func unprintable(in text: String) -> Place? {
    var (line, column) = (1, 1)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 10: (line, column) = (line + 1, 0)
      case 9, 13, 32...126, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...: break
      default: return .line(line, column: column)
      }
      column += 1
    }
    return nil
  }
}
