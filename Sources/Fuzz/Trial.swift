import MigrationModel
import Quantities
import Records
import Scenarios

/// What is asked of one damaged scenario: it resolves, survives its way through JSON and gives a
/// prediction that adds up, or each of its problems is told with file, line and column.
struct Trial {
  static let file = "m.yaml"
  private static let library = ProfileLibrary(usesFiles: false)

  private(set) var isResolved = false
  /// What is wrong with Ferry, not with the scenario.
  private(set) var findings: [String] = []

  /// - Parameter makesRecord: a record costs many predictions, so not every mutant needs one.
  init(_ text: String, makesRecord: Bool = false) {
    do throws(ScenarioProblems) {
      let scenario = try Scenario(
        ScenarioNode(yaml: text, file: Trial.file), file: Trial.file, profiles: Trial.library)
      isResolved = true
      check(scenario, makesRecord: makesRecord)
    } catch {
      check(error)
    }
  }

  private mutating func check(_ problems: ScenarioProblems) {
    for problem in problems.problems {
      if problem.file == nil || problem.line == nil || problem.column == nil {
        findings.append("a problem without file, line and column: \(problem)")
      }
      if problem.message.isEmpty { findings.append("a problem without words") }
      if problem.description.unicodeScalars.contains(where: { $0.value < 32 }) {
        findings.append("a problem with control characters: \(problem)")
      }
    }
  }

  private mutating func check(_ scenario: Scenario, makesRecord: Bool) {
    if scenario.values.isEmpty { findings.append("no effective value") }
    let again = try? Scenario(ScenarioNode(json: scenario.json), profiles: Trial.library)
    if again?.json != scenario.json { findings.append("its JSON is another scenario") }
    var input = scenario.input
    input.offsets = 1
    let prediction = MigrationModel.predict(input)
    let report = prediction.typical
    if report.outcome == .completed, let pause = report.pause {
      let sum = pause.parts.reduce(Span.zero) { $0 + $1.span }
      let time = report.totalTime ?? .zero
      if sum != pause.total { findings.append("the pause's parts don't add up") }
      if pause.parts.contains(where: { $0.span < .zero }) { findings.append("a negative part") }
      if report.isManaged, pause.total > time { findings.append("a pause longer than the whole") }
    }
    guard makesRecord else { return }
    if (try? RecordFile.line(scenario.predict())) == nil {
      findings.append("its record can't be written")
    }
  }
}
