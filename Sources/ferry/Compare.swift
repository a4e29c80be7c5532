import ArgumentParser
import Calibration
import Foundation
import Records
import Scenarios

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Predict the scenarios of captured migrations and lay both side by side.",
    discussion: """
      Errors are in per cent of the measured value; a bias above 0 means that predictions are too \
      high. Records that need a part that is not built yet are skipped, counted and named. The \
      estimates that people make by hand stand beside, for what the model must beat.

      With -o, all of it is also written as one page with plots, which needs nothing but a \
      browser; beside it go the plots as Vega-Lite specifications, page.coverage.vl.json and so \
      on. Files of these names are replaced.
      """)

  @OptionGroup var selection: RecordSelection

  @Option(
    help: ArgumentHelp("Use this host profile instead of the records' own.", valueName: "profile"))
  var profile: String?

  @Option(help: ArgumentHelp("Summarise by a key of the scenario, as path.rtt.", valueName: "key"))
  var by: String?

  @Option(
    help: ArgumentHelp(
      "Fit constants to the records themselves, and predict each from those of others: in so many "
        + "turns.", valueName: "count"))
  var folds: Int?

  @Option(
    help: ArgumentHelp("With --folds: begin each fit with this profile.", valueName: "profile"))
  var start: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write a page with plots too.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var page: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    // Whoever forgets the page's name would otherwise lose the records that stand there.
    if let page, !page.hasSuffix(".html") || page.hasSuffix("/.html") || page == ".html" {
      throw ValidationError("-o \(page): a page's name ends in .html.")
    }
    if let folds, !(2...1000).contains(folds) {
      throw ValidationError("--folds \(folds): 2 to 1000 make sense.")
    }
    if folds != nil, profile != nil {
      throw ValidationError("--folds makes profiles of its own; --profile can't be given with it.")
    }
    if start != nil, folds == nil { throw ValidationError("--start is for --folds only.") }
  }

  func run() throws {
    let (sources, unread) = selection.read()
    let (comparison, unfit) =
      try folds.map { (try inFolds(sources, $0), nil) } ?? asTheyAre(sources)
    let code = unread ?? unfit
    guard !comparison.runs.isEmpty || !comparison.skipped.isEmpty else {
      throw code ?? ExitCode(ExitCodes.badInput)
    }
    try checkGrouping(of: comparison)
    try output.print([ComparisonReport(comparison, groups: by != nil)], isList: false) { _ in
      ComparisonTable(comparison: comparison, style: output.style, by: by).text
    }
    if let page { try write(comparison, to: page) }
    if let code { throw code }
  }

  private func asTheyAre(
    _ sources: [RecordSelection.Source]
  ) throws -> (Comparison, ExitCode?) {
    var comparison = Comparison()
    let profiles = ProfileLibrary()
    var code: ExitCode?
    for source in sources {
      var problems = RunProblems(file: source.name)
      let wrong = comparison.add(
        source.records, profile: profile, by: by, beside: source.folder, profiles: profiles
      ) { done in
        guard !output.quiet else { return }
        Terminal.progress("\(source.name): \(done) of \(source.records.count)")
      }
      for (run, found) in wrong {
        problems.add(found, of: run)
        code = code ?? ExitCodes.of(found)
      }
      if !output.quiet { Terminal.progress("") }
      problems.lines.forEach(Terminal.error)
    }
    return (comparison, code)
  }

  private func inFolds(
    _ sources: [RecordSelection.Source], _ folds: Int
  ) throws -> Comparison {
    do {
      let set = try TrainingSet(sources, start: start)
      defer { if !output.quiet { Terminal.progress("") } }
      if !output.quiet { set.warnings.forEach(Terminal.note) }
      return try Comparison(folds: folds, of: set, by: by) { done, all in
        if !output.quiet { Terminal.progress("fit \(done + 1) of \(all)") }
      }
    } catch let problem as CalibrationProblem {
      Terminal.error(problem.description)
      throw ExitCode(ExitCodes.badInput)
    } catch let problems as ScenarioProblems {
      problems.problems.forEach { Terminal.error($0.description) }
      throw ExitCodes.of(problems)
    }
  }

  private func write(_ comparison: Comparison, to page: String) throws {
    let report = ComparisonPage(comparison, by: by)
    do {
      try report.write(to: page)
    } catch {
      Terminal.error("\(page): can't be written: \(error.localizedDescription)")
      throw ExitCode(ExitCodes.cannotWrite)
    }
    guard !output.quiet else { return }
    let count = report.specifications.count
    Terminal.note(
      "\(page)" + (count > 0 ? ", and \(count) Vega-Lite specifications beside it" : ""))
  }

  /// A key that no run has is a slip, not a group.
  private func checkGrouping(of comparison: Comparison) throws {
    guard let by, !comparison.runs.isEmpty, comparison.runs.allSatisfy({ $0.group == "-" })
    else { return }
    let known = comparison.runs.first?.predicted.prediction?.effective.map(\.path) ?? []
    let keys = known.filter { !$0.hasPrefix("hosts.host.") && !$0.hasPrefix("hosts.guest.") }
    Terminal.error(
      "--by \(by): no run has such a key; there are \(keys.joined(separator: ", "))")
    throw ExitCode.validationFailure
  }
}
