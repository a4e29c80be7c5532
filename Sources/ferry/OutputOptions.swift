import ArgumentParser
import Records

/// How results are printed: data on stdout, notes and progress on stderr.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, jsonl
  }

  @Option(help: "table for people, json or jsonl for programs.")
  var format: Format = .table

  @Flag(name: .shortAndLong, help: "No notes and no progress.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more: each round, or each value and its origin.")
  var verbose = false

  var style: Style { Style(isPlain: !Terminal.stdoutShowsColour) }

  /// Prints values: as JSON (one object, or a list of several), as JSON lines, or as a table.
  func print<Value: Encodable>(_ values: [Value], table: ([Value]) -> String) throws {
    guard !values.isEmpty else { return }
    switch format {
    case .table: try Terminal.data(table(values))
    case .json:
      try Terminal.data(
        values.count == 1 ? RecordFile.pretty(values[0]) : RecordFile.pretty(values))
    case .jsonl:
      for value in values { try Terminal.data(RecordFile.line(value)) }
    }
  }
}
