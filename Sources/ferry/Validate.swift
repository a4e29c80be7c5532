import ArgumentParser
import Scenarios

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check scenario files; with -v, print each value that counts and where it is from.")

  @OptionGroup var scenarios: ScenarioOptions
  @OptionGroup var output: OutputOptions

  @Flag(name: .shortAndLong, help: "In a table, print each value that counts and its origin.")
  var verbose = false

  struct Report: Encodable {
    /// As it was named on the command line; null for flags alone.
    let file: String?
    let scenario: String
    let values: [Value]
    let notes: [String]

    struct Value: Encodable {
      let path: String
      let value: String
      let origin: String
    }
  }

  func run() throws {
    let all = scenarios.read()
    let reports = all.scenarios.map { file, scenario in
      Report(
        file: file, scenario: scenario.name,
        values: scenario.values.map {
          Report.Value(path: $0.path, value: $0.text, origin: $0.origin.description)
        }, notes: scenario.notes)
    }
    try output.print(reports, isList: scenarios.areSeveral) { reports in
      reports.map(text).joined(separator: verbose ? "\n\n" : "\n")
    }
    if !output.quiet {
      for report in reports {
        let name = scenarios.areSeveral ? "\(report.file ?? report.scenario): " : ""
        for note in report.notes { Terminal.note(name + note) }
      }
    }
    if let code = all.exitCode { throw code }
  }

  private func text(_ report: Report) -> String {
    let title = output.style.strong((report.file ?? report.scenario).printable) + ": valid"
    guard verbose else { return title }
    let name = report.values.map(\.path.count).max() ?? 0
    let value = report.values.map(\.value.count).max() ?? 0
    return
      ([title]
      + report.values.map { row in
        "  " + padded(row.path, name) + "  " + padded(row.value, value) + "  " + row.origin
      }).joined(separator: "\n")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
