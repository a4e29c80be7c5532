import Answers
import ArgumentParser
import MigrationModel
import Records
import Scenarios

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
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

  @Flag(help: "Exit with 1 where a promise of a scenario (expect) is not held.")
  var check = false

  @Option(
    name: .customLong("grid"), parsing: .singleValue,
    help: ArgumentHelp(
      "Predict with each of these values of a key, as path.bandwidth=37Mbit/s,100Mbit/s, and "
        + "print the total times, - where it does not complete; given again: down and across.",
      valueName: "key=values"))
  var axes: [String] = []

  func validate() throws {
    if let problem = trace.flatMap({ OutputFile.problem($0, of: "--trace") }) {
      throw ValidationError(problem)
    }
    if !axes.isEmpty, trace != nil {
      throw ValidationError("--trace draws single predictions; leave it out, or --grid.")
    }
    if !axes.isEmpty, verbose {
      throw ValidationError("-v tells the rounds of single predictions; leave it out, or --grid.")
    }
    do {
      let grid = try Grid(axes)
      guard grid.axes.count > 2, output.format == .table else { return }
    } catch {
      throw ValidationError(error.description)
    }
    throw ValidationError("A table has two --grid at most; --format json or csv takes more.")
  }

  func run() throws {
    if axes.isEmpty { try runEach() } else { try runGrid(Grid(axes)) }
  }

  private func runEach() throws {
    let all = scenarios.read()
    var records: [Record] = []
    var drawn = ChromeTrace()
    for (_, scenario) in all.scenarios {
      if checkDeterminism { try DeterminismCheck(scenario).run(quiet: output.quiet) }
      let prediction = MigrationModel.predict(scenario.input, keepsTrace: trace != nil)
      records.append(scenario.answer(to: prediction))
      if trace != nil { drawn.add(prediction, named: scenario.name) }
    }
    if let trace { try OutputFile(path: trace).write(drawn.text()) }
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
    try checkPromises(records)
  }

  private func runGrid(_ grid: Grid) throws {
    let all = scenarios.read(at: grid)
    var tables: [GridTable] = []
    for (name, points) in all.scenarios {
      var records: [Record] = []
      for (scenario, point) in zip(points, grid.points) {
        if checkDeterminism { try DeterminismCheck(scenario).run(quiet: output.quiet) }
        var record = scenario.predict()
        record.run += point.map { " \($0.path)=\($0.text)" }.joined()
        records.append(record)
      }
      tables.append(GridTable(name: name, grid: grid, records: records, style: output.style))
    }
    let records = tables.flatMap(\.records)
    try output.format.print(records, isList: true) { _ in
      tables.map(\.text).joined(separator: "\n\n")
    }
    if !output.quiet {
      var told: Set<String> = []
      for note in all.notes where told.insert(note).inserted { Terminal.note(note) }
    }
    if let code = all.exitCode { throw code }
    try checkPromises(records)
  }

  /// With --check, says which promises are not held, and makes them the exit code.
  private func checkPromises(_ records: [Record]) throws {
    guard check else { return }
    var isHeld = true
    for record in records {
      let promises = record.prediction?.promises ?? []
      if promises.isEmpty, !output.quiet {
        Terminal.note("\(record.run): expects nothing, so there is nothing to check")
      }
      for (verdict, words) in zip(promises, record.promiseWords) where !verdict.isHeld {
        Terminal.error("\(record.run): \(words)")
        isHeld = false
      }
    }
    if !isHeld { throw ExitCode(ExitCodes.notHeld) }
  }
}
