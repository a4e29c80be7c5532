/// The description of tables in a folder (datapackage.json, Frictionless Data Package v1).
public struct DataPackage: Sendable {
  public let name: String
  public let title: String
  public let tables: [Table]

  public init(name: String, title: String, tables: [Table]) {
    self.name = name
    self.title = title
    self.tables = tables
  }

  /// JSON with its keys in the order of the alphabet: equal tables give equal bytes.
  public func text() throws -> String {
    try RecordFile.pretty(json) + "\n"
  }

  private var json: JSONValue {
    .object([
      "profile": .string("tabular-data-package"),
      "name": .string(name), "title": .string(title),
      "resources": .array(tables.map(resource)),
    ])
  }

  private func resource(_ table: Table) -> JSONValue {
    var schema: [String: JSONValue] = [
      "fields": .array(table.columns.map(field)), "primaryKey": list(table.key),
      "missingValues": list([""]),
    ]
    if let parent = tables.first, parent.name != table.name,
      table.columns.contains(where: { parent.key == [$0.name] })
    {
      let reference: JSONValue = .object([
        "resource": .string(parent.name), "fields": list(parent.key),
      ])
      schema["foreignKeys"] = .array([
        .object(["fields": list(parent.key), "reference": reference])
      ])
    }
    return .object([
      "profile": .string("tabular-data-resource"),
      "name": .string(table.name), "path": .string("\(table.name).csv"),
      "description": .string(table.meaning), "encoding": .string("utf-8"),
      "format": .string("csv"), "mediatype": .string("text/csv"),
      "bytes": .integer(Int64(table.csv.utf8.count)), "schema": .object(schema),
    ])
  }

  private func field(_ column: Table.Column) -> JSONValue {
    var field: [String: JSONValue] = [
      "name": .string(column.name), "type": .string(column.type.rawValue),
    ]
    if let unit = column.unit { field["unit"] = .string(unit) }
    if let meaning = column.meaning { field["description"] = .string(meaning) }
    if column.isRequired { field["constraints"] = .object(["required": .bool(true)]) }
    return .object(field)
  }

  private func list(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }
}
