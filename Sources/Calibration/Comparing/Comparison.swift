import Quantities
import Records
import Scenarios

/// Measured migrations beside predictions of their own scenarios.
///
/// Each captured record's scenario is predicted as it stands. What needs a part that is not built
/// yet is skipped and named; nothing is left out in silence.
public struct Comparison: Sendable {
  /// A run that was not compared, and why.
  public struct Skipped: Sendable, Equatable {
    public let run: String
    public let reason: String
  }

  /// One quantity of one run.
  public struct Row: Sendable, Equatable {
    public let run: String
    public let quantity: String
    public let measured: Int64
    public let predicted: Int64
    /// What the prediction says that nine of ten runs lie in; nil where it says nothing.
    public var interval: ClosedRange<Int64>?
    /// In per cent of the measured value; positive where the prediction is too high.
    /// nil of a measured 0, of which there is no per cent.
    public var errorPercent: Double? {
      measured == 0 ? nil : Double(predicted - measured) / Double(measured) * 100
    }
  }

  /// One run, with all that was compared of it.
  public struct Run: Sendable {
    public let name: String
    public let measured: Record
    public let predicted: Record
    public let baselines: [Baseline.Estimate]
    /// The scenario's value of the field to group by.
    public let group: String

    /// Whether QEMU's figures are those of the whole.
    public var isUnmanaged: Bool { predicted.showsFiguresOfQEMU }

    public var outcomeIsRight: Bool { measured.outcome == predicted.outcome }

    /// The quantities that both sides have.
    public var rows: [Row] {
      Comparison.quantities.compactMap { name, path in
        guard let measured = measured[keyPath: path], let predicted = predicted[keyPath: path]
        else { return nil }
        return Row(
          run: self.name, quantity: name, measured: measured, predicted: predicted,
          interval: interval(of: name))
      }
    }

    /// Intervals are about the figures of whoever manages the migration.
    private func interval(of quantity: String) -> ClosedRange<Int64>? {
      let bounds: [Int64]?
      switch quantity {
      case isUnmanaged ? "qemu_total_time" : "time_elapsed":
        bounds = predicted.prediction?.timeElapsedInterval
      case isUnmanaged ? "qemu_downtime" : "downtime":
        bounds = predicted.prediction?.downtimeInterval
      default: bounds = nil
      }
      guard let bounds, bounds.count == 2, bounds[0] <= bounds[1] else { return nil }
      return bounds[0]...bounds[1]
    }
  }

  static var quantities: [(String, KeyPath<Record, Int64?>)] {
    [
      ("time_elapsed", \.timeElapsed), ("downtime", \.downtime),
      ("qemu_total_time", \.qemuTotalTime), ("qemu_downtime", \.qemuDowntime),
      ("memory_iteration", \.memoryIteration), ("memory_processed", \.memoryProcessed),
    ]
  }

  public internal(set) var runs: [Run] = []
  public internal(set) var skipped: [Skipped] = []

  public init() {}

  /// Keeps only the runs for which this holds.
  public mutating func keep(_ holds: (Run) -> Bool) { runs.removeAll { !holds($0) } }

  /// Predicts one captured record's scenario and adds the pair.
  ///
  /// Profiles are looked for beside `folder` first, where the records lie.
  ///
  /// - Throws: what is wrong with the scenario, unless it is only that a part of it is not
  ///   supported yet, or that no profile has its workload.
  public mutating func add(
    _ record: Record, profile: String?, by field: String?, beside folder: String,
    profiles: ProfileLibrary
  ) throws(ScenarioProblems) {
    guard record.kind != .predicted else {
      skipped.append(Skipped(run: record.run, reason: "is a prediction itself"))
      return
    }
    if let reason = Comparison.reasonToSkip(record) {
      skipped.append(Skipped(run: record.run, reason: reason))
      return
    }
    var flags = ScenarioFlags()
    flags.profile = profile
    do {
      let node = try ScenarioNode(json: record.scenario).applying(flags)
      let scenario = try Scenario(node, file: "\(folder)/\(record.run)", profiles: profiles)
      runs.append(
        Run(
          name: record.run, measured: record, predicted: scenario.predict(),
          baselines: Baseline.allCases.map { $0.estimate(scenario.input) },
          group: field.map { scenario.text(of: $0) } ?? ""))
    } catch  where error.problems.contains(where: \.isUnsupported) {
      // What else is wrong with it does not matter until then.
      let features = ScenarioProblems(error.problems.filter(\.isUnsupported))
      skipped.append(
        Skipped(run: record.run, reason: features.unsupportedReason ?? "not supported yet"))
    } catch {
      guard let reason = error.unknownWorkloadReason else { throw error }
      skipped.append(Skipped(run: record.run, reason: reason))
    }
  }
}

extension Comparison {
  /// What other people's logs may lack, and what broke and so says nothing of the migration.
  static func reasonToSkip(_ record: Record) -> String? {
    if record.kind == .captured, record.outcome == "failed" {
      return "its capture failed: \(record.reason ?? "for no known reason")"
    }
    if record.facts?["log-ends"] != nil { return "its log ends before the migration does" }
    if record.kind == .imported, record.scenario["path"] == nil, record.scenario["paths"] == nil {
      return "its scenario has no path; import it with --scenario"
    }
    return nil
  }
}

extension Scenario {
  /// A field's effective value, "-" where it has none.
  func text(of field: String) -> String {
    values.first { $0.path == field }?.text ?? "-"
  }
}
