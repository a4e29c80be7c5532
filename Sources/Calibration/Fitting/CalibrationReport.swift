import Scenarios

/// A calibration as programs read it: constants in SI units, residuals in per cent.
public struct CalibrationReport: Encodable, Sendable {
  let profile: String
  let records: Int
  let digest: String
  let constants: [Constant]
  let inseparable: [Pair]
  let residuals: [String: Residual]
  let outliers: [Outlier]
  let warnings: [String]
  let skipped: [String: String]

  struct Constant: Encodable, Sendable {
    let path: String
    let unit: String
    let start: Double
    let value: Double
    let error: Double
    /// 0: all of what is known was thought beforehand. 1: the runs decide.
    let told: Double
  }

  struct Pair: Encodable, Sendable {
    let constants: [String]
    let correlation: Double
  }

  struct Residual: Encodable, Sendable {
    let figures: Int
    let median: Double
    let p90: Double
    let bias: Double
  }

  /// In seconds, and standard deviations.
  struct Outlier: Encodable, Sendable {
    let run: String
    let quantity: String
    let measured: Double
    let modelled: Double
    let scatters: Double
  }

  public init(_ calibration: Calibration, of set: TrainingSet) {
    profile = calibration.profile.name
    records = set.count
    digest = set.fingerprint
    constants = calibration.constants.map {
      Constant(
        path: $0.path, unit: $0.unit.rawValue, start: $0.start, value: $0.value, error: $0.error,
        told: Self.rounded($0.shareFromRuns))
    }
    inseparable = calibration.inseparable.map {
      Pair(constants: [$0.first, $0.second], correlation: Self.rounded($0.correlation))
    }
    residuals = Dictionary(
      uniqueKeysWithValues: calibration.residuals.map {
        (
          $0.quantity,
          Residual(
            figures: $0.count, median: Self.rounded($0.median), p90: Self.rounded($0.p90),
            bias: Self.rounded($0.bias))
        )
      })
    outliers = calibration.outliers.map {
      Outlier(
        run: $0.run, quantity: $0.quantity, measured: Self.rounded($0.measured),
        modelled: Self.rounded($0.modelled), scatters: Self.rounded($0.scatters))
    }
    warnings = calibration.warnings
    skipped = Dictionary(
      set.skipped.map { ($0.run, $0.reason) }, uniquingKeysWith: { "\($0); \($1)" })
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension Calibration.Constant {
  public enum Unit: String, Sendable {
    case seconds = "s", bytes = "B", share = "1", pages
    /// A power law's exponent.
    case number = ""
  }

  public var unit: Unit {
    switch ProfileConstant.named(path)?.unit {
    case .seconds: return .seconds
    case .bytes: return .bytes
    case .share: return .share
    case .pages: return .pages
    case nil:
      if path.hasSuffix(".base") { return .bytes }
      if path.hasSuffix(".share") { return .share }
      return path.hasSuffix(".pages") ? .pages : .number
    }
  }
}
