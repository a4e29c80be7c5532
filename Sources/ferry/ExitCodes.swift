import ArgumentParser
import LibvirtRunner
import Scenarios

/// What the command's exit codes mean (sysexits.h); ArgumentParser uses 64 for wrong usage.
enum ExitCodes {
  /// A promise of a scenario, where `predict --check` asks.
  static let notHeld: Int32 = 1
  static let badInput: Int32 = 65
  static let cannotRead: Int32 = 66
  /// Something that the lab or a capture needs is missing or failed (RunnerProblem).
  static let unavailable: Int32 = 69
  static let defect: Int32 = 70
  static let cannotWrite: Int32 = 74
  static let interrupted: Int32 = 130

  static func of(_ problems: ScenarioProblems) -> ExitCode {
    ExitCode(problems.isUnreadable ? cannotRead : badInput)
  }

  static func of(_ problem: CampaignProblem) -> ExitCode {
    switch problem.kind {
    case .cannotWrite: return ExitCode(cannotWrite)
    case .busy: return ExitCode(unavailable)
    case .otherPlan, .damaged: return ExitCode(badInput)
    }
  }
}
