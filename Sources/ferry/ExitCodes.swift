import ArgumentParser
import Scenarios

/// What the command's exit codes mean (sysexits.h); ArgumentParser uses 64 for wrong usage.
enum ExitCodes {
  static let badInput: Int32 = 65
  static let cannotRead: Int32 = 66
  /// Something that the lab or a capture needs is missing or failed (RunnerProblem).
  static let unavailable: Int32 = 69
  static let defect: Int32 = 70
  static let cannotWrite: Int32 = 74

  static func of(_ problems: ScenarioProblems) -> ExitCode {
    ExitCode(problems.isUnreadable ? cannotRead : badInput)
  }
}
