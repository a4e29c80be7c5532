/// A value of a scenario or profile as it was written: a tree whose keys keep their order, with
/// the place that each value came from, so that an error can point at it.
public struct ScenarioNode: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    case scalar(Scalar)
    case sequence([ScenarioNode])
    case mapping([Entry])
  }

  /// A single value's text, and whether quotes stood around it.
  public struct Scalar: Sendable, Equatable {
    public var text: String
    public var isQuoted: Bool

    public init(_ text: String, isQuoted: Bool = false) {
      self.text = text
      self.isQuoted = isQuoted
    }
  }

  public struct Entry: Sendable, Equatable {
    public var key: String
    public var keyPlace: Place
    public var value: ScenarioNode

    public init(_ key: String, _ value: ScenarioNode, keyPlace: Place = .unknown) {
      self.key = key
      self.value = value
      self.keyPlace = keyPlace
    }
  }

  public var content: Content
  public var place: Place

  public init(_ content: Content, at place: Place = .unknown) {
    self.content = content
    self.place = place
  }

  public static func text(_ text: String, at place: Place = .unknown) -> ScenarioNode {
    ScenarioNode(.scalar(Scalar(text)), at: place)
  }

  public static func quoted(_ text: String, at place: Place = .unknown) -> ScenarioNode {
    ScenarioNode(.scalar(Scalar(text, isQuoted: true)), at: place)
  }

  public static func mapping(_ entries: [Entry], at place: Place = .unknown) -> ScenarioNode {
    ScenarioNode(.mapping(entries), at: place)
  }

  public static func sequence(
    _ members: [ScenarioNode], at place: Place = .unknown
  ) -> ScenarioNode {
    ScenarioNode(.sequence(members), at: place)
  }
}

/// Where a value was written.
public enum Place: Sendable, Equatable {
  case line(Int, column: Int)
  /// In another file than the rest of its tree, as the values that a plan varies.
  case elsewhere(file: String, line: Int, column: Int)
  /// On the command line: "--rtt", "--set path.rtt".
  case option(String)
  case unknown
}

extension ScenarioNode {
  /// Deeper files are refused; the format itself needs fewer levels than ten.
  public static let maximumDepth = 32

  public subscript(_ key: String) -> ScenarioNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  var scalar: Scalar? {
    guard case .scalar(let scalar) = content else { return nil }
    return scalar
  }

  /// "a mapping", "a list", "text", for errors about the wrong kind.
  var kindInWords: String {
    switch content {
    case .mapping: return "a mapping"
    case .sequence: return "a list"
    case .scalar(let scalar):
      if scalar.isQuoted { return "text" }
      switch scalar.interpretation {
      case .null: return "empty"
      case .bool: return "\(scalar.text)"
      case .integer, .number: return "the number \(excerpt(scalar.text))"
      case .text: return "text"
      }
    }
  }

  /// The same tree said to come from somewhere else, as an option's value does.
  func placed(_ place: Place) -> ScenarioNode { mapPlaces { _ in place } }

  /// The same tree with its file's name at each place, before it goes into another file's tree.
  func placed(inFile file: String) -> ScenarioNode {
    mapPlaces { place in
      guard case .line(let line, let column) = place else { return place }
      return .elsewhere(file: file, line: line, column: column)
    }
  }

  private func mapPlaces(_ new: (Place) -> Place) -> ScenarioNode {
    switch content {
    case .scalar: return ScenarioNode(content, at: new(place))
    case .sequence(let members):
      return .sequence(members.map { $0.mapPlaces(new) }, at: new(place))
    case .mapping(let entries):
      return .mapping(
        entries.map { Entry($0.key, $0.value.mapPlaces(new), keyPlace: new($0.keyPlace)) },
        at: new(place))
    }
  }
}

extension ScenarioNode.Scalar {
  enum Interpretation: Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text
  }

  /// What JSON would take a bare word for; YAML 1.1's further readings (`yes`, `1:30`, `1_000`)
  /// are none, they are text.
  var interpretation: Interpretation {
    if isQuoted { return .text }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    guard text.utf8.count <= 40, let first = text.utf8.first,
      first == UInt8(ascii: "-") || (48...57).contains(first),
      let last = text.utf8.last, (48...57).contains(last),
      text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) })
    else { return .text }
    if let integer = Int64(text) { return .integer(integer) }
    if let number = Double(text), number.isFinite { return .number(number) }
    return .text
  }
}

/// A text as an error quotes it: not longer than a line, and without control characters.
func excerpt(_ text: String) -> String {
  var shown = ""
  var length = 0
  for scalar in text.unicodeScalars {
    if length == 60 { return shown + "…" }
    length += 1
    if scalar.value < 32 || (127..<160).contains(scalar.value) || scalar.value == 0x2028 {
      shown += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}
