import ArgumentParser
import Foundation
import MigrationModel
import Records
import Scenarios

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predict how migrations go: time, downtime, rounds, bytes, and whether they end.",
    discussion: """
      Each scenario is predicted as the median over several evenly spread offsets of what nobody \
      can know, such as where bandwidth windows fall; the intervals hold their spread and what the \
      host profile leaves unexplained. A migration that does not converge is a result, not an error.
      """)

  @OptionGroup var scenarios: ScenarioOptions
  @OptionGroup var output: RecordOutputOptions

  @Flag(name: .shortAndLong, help: "In a table, tell each round too.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "Write the typical runs' rounds, pauses and levels over time, to be opened with "
        + "ui.perfetto.dev (Chrome's trace format, JSON).", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var trace: String?

  @Flag(help: "Run each prediction twice and name the first difference, if there is one.")
  var checkDeterminism = false

  func run() throws {
    let all = scenarios.read()
    var records: [Record] = []
    var drawn = ChromeTrace()
    for (_, scenario) in all.scenarios {
      if checkDeterminism { try DeterminismCheck(scenario).run(quiet: output.quiet) }
      let prediction = MigrationModel.predict(scenario.input, keepsTrace: trace != nil)
      records.append(scenario.record(of: prediction))
      if trace != nil { drawn.add(prediction, named: scenario.name) }
    }
    if let trace { try write(drawn, to: trace) }
    try output.format.print(records, isList: scenarios.areSeveral) { records in
      records.map { PredictionTable(record: $0, style: output.style, rounds: verbose).text }
        .joined(separator: "\n\n")
    }
    if !output.quiet {
      for record in records {
        for note in record.prediction?.notes ?? [] {
          let name = scenarios.areSeveral ? "\(record.run): " : ""
          Terminal.note("\(name)\(note)")
        }
      }
    }
    if let code = all.exitCode { throw code }
  }

  private func write(_ drawn: ChromeTrace, to file: String) throws {
    do {
      try Data(drawn.text().utf8).write(to: URL(filePath: file), options: .atomic)
    } catch {
      Terminal.error("\(file): can't be written: \(error.localizedDescription)")
      throw ExitCode(ExitCodes.cannotWrite)
    }
  }
}
