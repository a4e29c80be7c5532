import MigrationModel
import Quantities
import Records
import Scenarios

@testable import Calibration

/// Runs whose constants are known: predictions with a profile of our choosing, as if captured.
enum KnownRuns {
  /// - Parameters:
  ///   - noise: by how much the total time is longer, as a share.
  static func run(
    _ name: String, of profile: HostProfile, _ yaml: String, noise: Double = 0
  ) throws -> Record {
    let scenario = try Scenario(
      ScenarioNode(yaml: yaml + "\nhosts: {profile: \(profile.name)}\n"), file: name,
      profiles: ProfileLibrary(usesFiles: false, given: [profile]))
    var record = scenario.predict()
    record.kind = .captured
    record.prediction = nil
    record.timeElapsed = record.timeElapsed.map { Int64(Double($0) * (1 + noise)) }
    return record
  }

  /// generic-kvm but for what is changed.
  static func profile(
    _ change: (inout HostConstants) -> Void, workloads: [WorkloadProfile] = []
  ) throws -> HostProfile {
    var constants = try ProfileLibrary(usesFiles: false).profile(named: "generic-kvm").constants
    change(&constants)
    return HostProfile(
      name: "known", constants: constants, workloads: workloads,
      residuals: .init(timeElapsed: .percent(1), downtime: .percent(1)))
  }

  static func set(_ records: [Record]) throws -> TrainingSet {
    var set = try TrainingSet(profiles: ProfileLibrary(usesFiles: false))
    for record in records { set.add(record, beside: ".") }
    return set
  }
}
