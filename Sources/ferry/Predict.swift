import ArgumentParser
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

  @Flag(help: "Run each prediction twice and name the first difference, if there is one.")
  var checkDeterminism = false

  func run() throws {
    let all = scenarios.read()
    var records: [Record] = []
    for (_, scenario) in all.scenarios {
      if checkDeterminism { try DeterminismCheck(scenario).run(quiet: output.quiet) }
      records.append(scenario.predict())
    }
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
}
