import MigrationModel
import Quantities
import Scenarios

/// What a person should look at: single runs far from all others, and fits that no constants suit.
extension Calibration {
  /// A figure of one run, in its SI unit, and what the model says with the fitted constants.
  public struct Outlier: Sendable {
    public let run: String
    public let quantity: String
    public let measured: Double
    public let modelled: Double
    /// How far off, in standard deviations of its kind of figure.
    public let scatters: Double
  }

  /// Further off than nearly any of thousand normal runs.
  private static let far = 4.0

  static func outliers(_ runs: [TrainingRun], _ result: Fit.Result) -> [Outlier] {
    zip(runs, result.residuals).flatMap { run, row in
      zip(run.observations, row).compactMap { observation, residual -> Outlier? in
        let kind = observation.kind
        guard kind == .totalTime || kind == .downtime, let residual else { return nil }
        // Of runs that agree to a thousandth, one that is a per cent off is none to worry about.
        let scatter = max(kind.usualScatter, result.scatters.scatter(of: kind, in: run))
        guard residual.magnitude > far * scatter else { return nil }
        return Outlier(
          run: run.name, quantity: kind.rawValue, measured: Elementary.exp(observation.logarithm),
          modelled: Elementary.exp(observation.logarithm + residual),
          scatters: residual.magnitude / scatter)
      }
    }.sorted { ($1.scatters, $0.run, $0.quantity) < ($0.scatters, $1.run, $1.quantity) }
  }

  /// Kinds of figures that the model misses in most runs.
  static func misfits(_ residuals: [Residual]) -> [String] {
    let most: [Observation.Kind: Double] = [.totalTime: 25, .bytes: 25, .downtime: 60]
    return residuals.compactMap { residual in
      guard let kind = Observation.Kind(rawValue: residual.quantity), let limit = most[kind],
        residual.median > limit
      else { return nil }
      return "no constants suit \(residual.quantity): half of the runs are "
        + "\(Int(min(residual.median, 1e9))) % off or more: are the records' units right, and "
        + "their paths as they were?"
    }
  }

  /// Noise that intervals would need and no profile may say.
  static func cuts(_ profile: HostProfile) -> [String] {
    let most = HostProfile.Residuals.most
    let all = [profile.residuals] + profile.workloads.compactMap(\.residuals)
    guard all.contains(where: { $0.timeElapsed == most || $0.downtime == most }) else { return [] }
    return [
      "residuals are cut at \(most), the most that makes sense, and intervals hold too few "
        + "runs: are the records' units right?"
    ]
  }

  /// Constants of hosts that had to go where none was thought to lie; what a guest writes differs
  /// more.
  static func strays(_ parameters: [Parameter], _ free: [Double]) -> [String] {
    zip(parameters, free).compactMap { parameter, free in
      let moved = free - parameter.bounds.free(parameter.start)
      guard parameter.path.hasPrefix("host."), moved.magnitude > far * parameter.spread else {
        return nil
      }
      return "\(parameter.path) lies far from where the fit began: are the records' units right, "
        + "and their paths as they were?"
    }
  }
}
