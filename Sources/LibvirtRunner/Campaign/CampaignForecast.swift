import Quantities
import Records
import Scenarios

/// How long each of a plan's migrations should take by the model, where it can tell.
public struct CampaignForecast: Sendable {
  public enum Estimate: Sendable, Equatable {
    case time(Span)
    /// Why there is no time: "p2p: not supported yet", "not-converged".
    case unknown(String)
  }

  /// By configuration; a cycle makes no difference.
  private var estimates: [Int: Estimate] = [:]
  /// The middle of the known times, for those that aren't.
  private var usual: Span = .seconds(30)

  /// Predicts each configuration once.
  public init(_ plan: CapturePlan, profiles: ProfileLibrary = ProfileLibrary()) {
    var times: [Span] = []
    for planned in plan.migrations where estimates[planned.configuration] == nil {
      let estimate = CampaignForecast.estimate(planned, beside: plan.file, profiles)
      estimates[planned.configuration] = estimate
      if case .time(let time) = estimate { times.append(time) }
    }
    if !times.isEmpty { usual = times.sorted()[times.count / 2] }
  }

  public func estimate(of planned: PlannedMigration) -> Estimate {
    estimates[planned.configuration] ?? .unknown("not in the plan")
  }

  /// The migration, or what such migrations usually take, and what is around it.
  public func expected(of planned: PlannedMigration) -> Span {
    guard case .time(let time) = estimate(of: planned) else {
      return usual + TimeLeft.aroundAMigration
    }
    return time + TimeLeft.aroundAMigration
  }

  private static func estimate(
    _ planned: PlannedMigration, beside file: String, _ profiles: ProfileLibrary
  ) -> Estimate {
    do throws(ScenarioProblems) {
      let node = ScenarioNode(json: planned.scenario)
      let record = try Scenario(node, file: file, profiles: profiles).predict()
      guard let time = record.timeElapsed, record.outcome != "not-converged" else {
        // What never ends does end: at its timeout.
        return planned.options.timeout.map { .time($0) } ?? .unknown(record.outcome)
      }
      return .time(.milliseconds(time))
    } catch {
      return .unknown(error.unsupportedReason ?? error.problems[0].message)
    }
  }
}
