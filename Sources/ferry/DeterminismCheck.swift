import ArgumentParser
import EventKernel
import MigrationModel
import Scenarios

/// Runs a prediction twice and looks for the first event at which the runs part.
struct DeterminismCheck {
  let scenario: Scenario

  init(_ scenario: Scenario) { self.scenario = scenario }

  func run(quiet: Bool) throws {
    let first = MigrationModel.predict(scenario.input, keepsTrace: true)
    let second = MigrationModel.predict(scenario.input, keepsTrace: true)
    for (offset, pair) in zip(first.reports, second.reports).enumerated() {
      guard let part = Trace.firstDifference(pair.0.trace, pair.1.trace) else { continue }
      Terminal.error(
        "\(scenario.name): not deterministic: offset \(offset), event \(part.place): "
          + "\(words(part.left)) and then \(words(part.right))")
      throw ExitCode(ExitCodes.defect)
    }
    guard first.digest == second.digest else {
      Terminal.error("\(scenario.name): not deterministic: digests differ, traces don't")
      throw ExitCode(ExitCodes.defect)
    }
    if !quiet {
      let events = first.reports.reduce(0) { $0 + $1.trace.entries.count }
      Terminal.note(
        "\(scenario.name): deterministic: \(events) events twice, digest \(first.digest)")
    }
  }

  private func words(_ entry: Trace.Entry?) -> String {
    entry.map { "\($0.what) at \($0.instant) with \($0.value)" } ?? "nothing"
  }
}
