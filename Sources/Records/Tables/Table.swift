/// A table of plain values, for whoever reads CSV.
public struct Table: Sendable, Equatable {
  /// Types by their Table Schema names (Frictionless).
  public enum ValueType: String, Sendable {
    case integer, number, boolean, string

    /// The narrowest that holds values of both.
    func joined(with other: ValueType) -> ValueType {
      if self == other { return self }
      let areNumbers = [self, other].allSatisfy { $0 == .integer || $0 == .number }
      return areNumbers ? .number : .string
    }
  }

  public struct Cell: Sendable, Equatable {
    public let text: String
    public let type: ValueType

    public init(_ text: String, _ type: ValueType) {
      self.text = text
      self.type = type
    }
    public init(_ value: Int64) { self.init(String(value), .integer) }
    public init(_ text: String) { self.init(text, .string) }
  }

  public struct Column: Sendable, Equatable {
    public let name: String
    public var type: ValueType
    public var unit: String?
    public var meaning: String?
    public var isRequired = false

    public init(
      _ name: String, _ type: ValueType, unit: String? = nil, _ meaning: String? = nil,
      isRequired: Bool = false
    ) {
      self.name = name
      self.type = type
      self.unit = unit
      self.meaning = meaning
      self.isRequired = isRequired
    }
  }

  /// The file's name without its extension.
  public let name: String
  public let meaning: String
  public let key: [String]
  public private(set) var columns: [Column]
  /// As many cells as columns; nil where a row has no value.
  public private(set) var rows: [[Cell?]]

  /// Columns stand in the order given; those that only rows have come after them by the alphabet,
  /// described by `describe`.
  public init(
    _ name: String, _ meaning: String, key: [String], columns fixed: [Column],
    rows values: [[String: Cell]], describe: (String) -> Column?
  ) {
    self.name = name
    self.meaning = meaning
    self.key = key
    let known = Set(fixed.map(\.name))
    var types: [String: ValueType] = [:]
    for row in values {
      for (column, cell) in row where !known.contains(column) {
        types[column] = types[column]?.joined(with: cell.type) ?? cell.type
      }
    }
    let further = types.keys.sorted(by: Table.isBefore).map { name in
      let guide = describe(name)
      return Column(
        name, types[name] ?? .string, unit: guide?.unit, guide?.meaning)
    }
    columns = fixed + further
    rows = values.map { row in (fixed + further).map { row[$0.name] } }
  }

  /// By the alphabet, but members of a list by their number: workload.2 before workload.10.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    let (first, second) = (left.split(separator: "."), right.split(separator: "."))
    for (one, other) in zip(first, second) where one != other {
      if let one = Int(one), let other = Int(other), one != other { return one < other }
      return one < other
    }
    return (first.count, left) < (second.count, right)
  }
}

extension Table {
  /// RFC 4180: a header, lines that end in CRLF, quotes where they are needed and doubled inside.
  public var csv: String {
    var text = ""
    text += columns.map { Table.quoted($0.name) }.joined(separator: ",") + "\r\n"
    for row in rows {
      text += row.map { $0.map { Table.quoted($0.text) } ?? "" }.joined(separator: ",") + "\r\n"
    }
    return text
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",")
    }
    // Blanks at the ends would be lost on readers that trim.
    guard needsQuotes || text.first == " " || text.last == " " else { return text }
    // No reader of CSV takes a NUL.
    let readable = text.replacing("\u{0}", with: "\u{FFFD}")
    return "\"" + readable.replacing("\"", with: "\"\"") + "\""
  }
}
