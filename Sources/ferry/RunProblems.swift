import Scenarios

/// What is wrong with the scenarios of a file's records. Many runs mostly share one mistake, which
/// is told once.
struct RunProblems {
  let file: String
  private var messages: [(text: String, runs: [String])] = []

  init(file: String) { self.file = file }

  mutating func add(_ problems: ScenarioProblems, of run: String) {
    for problem in problems.problems {
      let text = words(problem)
      if let index = messages.firstIndex(where: { $0.text == text }) {
        if messages[index].runs.last != run { messages[index].runs.append(run) }
      } else {
        messages.append((text, [run]))
      }
    }
  }

  /// One line a mistake: the file, the runs that have it, and what it is.
  var lines: [String] { messages.map { "\(file): \(named($0.runs)): \($0.text)" } }

  private func named(_ runs: [String]) -> String {
    let most = 5
    guard runs.count > 1 else { return runs[0] }
    let more = runs.count > most ? ", …" : ""
    return "\(runs.count) runs (" + runs.prefix(most).joined(separator: ", ") + more + ")"
  }

  /// A record's scenario is no file; only a problem in a profile's file keeps its place.
  private func words(_ problem: ScenarioProblem) -> String {
    var problem = problem
    if problem.line == nil { problem.file = nil }
    if case .option("--set hosts") = problem.place { problem.place = .option("--profile") }
    return problem.description
  }
}
