import ArgumentParser
import Records
import Scenarios

/// The forms in which a command prints records.
enum RecordFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, jsonl, csv, domjobinfo

  static let help: ArgumentHelp =
    "table for people; json, jsonl or csv (a row a record) for programs; or as virsh domjobinfo."

  /// Prints records: data on stdout only.
  ///
  /// - Parameter isList: whether several were asked for, however many could be made.
  func print(_ records: [Record], isList: Bool, table: ([Record]) -> String) throws {
    guard !records.isEmpty else { return }
    switch self {
    case .table: try Terminal.data(table(records))
    case .json:
      try Terminal.data(isList ? RecordFile.pretty(records) : RecordFile.pretty(records[0]))
    case .jsonl:
      for record in records { try Terminal.data(RecordFile.line(record)) }
    case .csv:
      // Its last line has its own end.
      try Terminal.data(RecordTables(records).runs.csv, terminator: "")
    case .domjobinfo:
      for record in records {
        let lines = JobInfoText.text(of: record).split(separator: "\n")
        // virsh ends with an empty line, which keeps several apart.
        try Terminal.data(lines.map { String($0).printable + "\n" }.joined())
      }
    }
  }
}

/// How a command prints the records that it makes.
struct RecordOutputOptions: ParsableArguments {
  @Option(help: RecordFormat.help)
  var format: RecordFormat = .table

  @Flag(name: .shortAndLong, help: "No notes and no progress.")
  var quiet = false

  var style: Style { Style(isPlain: !Terminal.stdoutShowsColour) }
}
