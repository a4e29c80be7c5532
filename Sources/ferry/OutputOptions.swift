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

  var style: Style { Style(isPlain: !Terminal.stdoutShowsColour) }

  /// Prints values: as JSON (one object, or a list), as JSON lines, or as a table.
  ///
  /// What was asked for decides between object and list, not how much of it could be done: a
  /// program that reads the output must know its shape beforehand.
  func print<Value: Encodable>(
    _ values: [Value], isList: Bool, table: ([Value]) -> String
  ) throws {
    guard !values.isEmpty else { return }
    switch format {
    case .table: try Terminal.data(table(values))
    case .json:
      try Terminal.data(isList ? RecordFile.pretty(values) : RecordFile.pretty(values[0]))
    case .jsonl:
      for value in values { try Terminal.data(RecordFile.line(value)) }
    }
  }
}
