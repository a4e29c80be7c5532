import ArgumentParser
import Calibration
import Records
import Scenarios

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predict the scenarios of captured migrations and lay both side by side.",
    discussion: """
      Records that need a part that is not built yet are skipped, counted and named. The estimates \
      that people make by hand stand beside, for what the model must beat.
      """)

  @Argument(help: "Files of records.", completion: .file(extensions: ["jsonl", "json"]))
  var files: [String]

  @Option(
    help: ArgumentHelp("Use this host profile instead of the records' own.", valueName: "profile"))
  var profile: String?

  @Option(help: ArgumentHelp("Summarise by a key of the scenario, as path.rtt.", valueName: "key"))
  var by: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    var comparison = Comparison()
    let profiles = ProfileLibrary()
    var code: ExitCode?
    for file in files {
      do throws(RecordFile.Problem) {
        let records = try RecordFile.read(file)
        for (index, record) in records.enumerated() {
          if !output.quiet { Terminal.progress("\(file): \(index + 1) of \(records.count)") }
          do throws(ScenarioProblems) {
            try comparison.add(
              record, profile: profile, by: by, beside: folder(of: file), profiles: profiles)
          } catch {
            for problem in error.problems { Terminal.error("\(file): \(problem)") }
            code = ExitCode(ExitCodes.badInput)
          }
        }
      } catch {
        Terminal.error(error.description)
        code = ExitCode(error.isUnreadable ? ExitCodes.cannotRead : ExitCodes.badInput)
      }
    }
    if !output.quiet { Terminal.progress("") }
    guard !comparison.runs.isEmpty || !comparison.skipped.isEmpty else {
      throw code ?? ExitCode(ExitCodes.badInput)
    }
    try output.print([ComparisonReport(comparison, groups: by != nil)]) { _ in
      ComparisonTable(comparison: comparison, style: output.style, by: by).text
    }
    if let code { throw code }
  }

  private func folder(of file: String) -> String {
    file.contains("/") ? String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]) : "."
  }
}
