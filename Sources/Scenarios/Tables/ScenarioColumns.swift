import EventKernel
import Quantities
import Records

/// The fields of a scenario as columns of a table: texts with units become plain numbers, and the
/// unit goes into the column's head, "path.rtt [ms]".
///
/// A field that may be given in several ways (a queue as a time or a size, a bandwidth or
/// "unlimited") has a column for each that occurs.
enum ScenarioColumns {
  static func cells(of scenario: JSONValue) -> Table.ScenarioCells {
    var digest = Digest()
    digest.mix((try? RecordFile.line(scenario)) ?? "")
    let cells = Table.flattened(scenario, below: "").compactMap { path, value in
      path.isEmpty ? nil : cell(value, at: path)
    }
    return Table.ScenarioCells(digest: digest.description, cells: cells)
  }

  private static func cell(
    _ value: JSONValue, at path: String
  ) -> (column: Table.Column, cell: Table.Cell)? {
    guard var cell = Table.Cell(value) else { return nil }
    var unit: String?
    if case .success(let kinds) = ScenarioFormat.kinds(at: path),
      let amount = kinds.lazy.compactMap({ $0.amount(cell.text) }).first
    {
      cell = Table.Cell(amount.number, amount.type)
      unit = amount.unit
    }
    let name = unit.map { "\(path) [\($0)]" } ?? path
    return (Table.Column(name, cell.type, unit: unit), cell)
  }
}

extension ValueKind {
  /// A quantity as a plain number of a unit that all tables use.
  fileprivate struct Amount {
    let number: String
    let unit: String
    let type: Table.ValueType
  }

  fileprivate func amount(_ text: String) -> Amount? {
    switch self {
    case .time: return amount(of: Span.self, text, "ms", places: 6)
    case .size: return amount(of: ByteCount.self, text, "B", places: 0)
    case .rate: return amount(of: DataRate.self, text, "Mbit/s", places: 6)
    case .share: return amount(of: Share.self, text, "%", places: 7)
    case .oneOf(let kinds): return kinds.lazy.compactMap { $0.amount(text) }.first
    case .later(let kind, _): return kind.amount(text)
    default: return nil
    }
  }

  private func amount<Kind: Quantity>(
    of kind: Kind.Type, _ text: String, _ unit: String, places: Int
  ) -> Amount? {
    guard text.utf8.count <= 60, let amount = try? Kind(parsing: text), amount.count >= 0 else {
      return nil
    }
    let number = Self.decimal(amount.count, places: places)
    return Amount(number: number, unit: unit, type: places == 0 ? .integer : .number)
  }

  /// A count of the smallest unit with the point so many places to the left: exact.
  private static func decimal(_ count: Int64, places: Int) -> String {
    var digits = String(count)
    guard places > 0 else { return digits }
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let whole = digits.dropLast(places)
    var fraction = digits.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
