import Records
import Scenarios

extension Comparison {
  /// Each run beside a prediction whose constants were fitted to others: the runs are divided into
  /// folds by configuration, and each fold is predicted from what the rest of them say.
  ///
  /// Runs of several hosts have a fit of their own for each, which begins where a fit to all of
  /// them ends, since hosts share what they can.
  ///
  /// - Parameters:
  ///   - folds: how many; each run is predicted in one of them.
  ///   - set: runs of any hosts.
  ///   - field: what to group by, as in `add`.
  ///   - seed: of each fit's bootstrap.
  ///   - progress: told before each fit: how many are done, of how many.
  /// - Throws: what can't be fitted, or a scenario that can't be read.
  public init(
    folds: Int, of set: TrainingSet, by field: String?, seed: UInt64 = 1,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    self.init()
    skipped = set.skipped
    try set.check(atLeast: 2 * TrainingSet.fewest, to: "for folds")
    let foldOf = Comparison.folds(of: set, folds)
    let hosts = set.hosts.map(\.name)
    var done = 0
    var found: [Int: Run] = [:]
    for fold in 0..<folds {
      // There may be more folds than runs.
      guard foldOf.contains(fold) else { continue }
      let training = set.keeping { foldOf[$0] != fold }
      let pooled = hosts.count > 1 ? try FittedConstants(pooling: training) : nil
      for name in hosts {
        progress(done, folds * hosts.count)
        done += 1
        let tested = set.members.indices.filter {
          foldOf[$0] == fold && set.members[$0].hosts == name
        }
        guard !tested.isEmpty else { continue }
        let its = training.keeping { training.members[$0].hosts == name }
        let title = "fold \(fold + 1) of \(folds)"
        let profile = try Calibration.profile(
          named: title, fittedTo: its, or: training, seed: seed, prior: pooled)
        // A ready-made workload may have been fitted to the very run.
        let library = ProfileLibrary(given: [profile], lendsWorkloads: false)
        for index in tested {
          let member = set.members[index]
          var one = Comparison()
          try one.add(
            member.record, profile: title, by: field, beside: member.folder, profiles: library)
          skipped += one.skipped
          if let run = one.runs.first { found[index] = run }
        }
      }
    }
    runs = found.keys.sorted().compactMap { found[$0] }
  }

  /// The fold of each run: all runs of a configuration are in one, where there are configurations
  /// enough; for then no run is predicted from its own repetitions.
  static func folds(of set: TrainingSet, _ folds: Int) -> [Int] {
    var foldOf = Array(repeating: 0, count: set.count)
    let configurations = TrainingRun.repetitions(set.runs)
    let groups = configurations.count >= 2 * folds ? configurations : set.runs.indices.map { [$0] }
    for (index, group) in groups.enumerated() {
      for run in group { foldOf[run] = index % folds }
    }
    // One configuration may have nearly all of the runs.
    let largest = (0..<folds).map { fold in foldOf.count { $0 == fold } }.max() ?? 0
    if set.count - largest < TrainingSet.fewest {
      for run in foldOf.indices { foldOf[run] = run % folds }
    }
    return foldOf
  }
}

extension FittedConstants {
  /// What a fit to runs of all hosts says of them together.
  fileprivate init(pooling set: TrainingSet) throws(CalibrationProblem) {
    let start = FittedConstants(startingFrom: set)
    let fit = Fit(
      set.runs, parameters: Parameter.choice(for: set.runs, start: start), start: start)
    self = try fit.solve().constants
  }
}

extension Calibration {
  /// One pair of hosts' profile; where it has too few runs, that of all.
  fileprivate static func profile(
    named name: String, fittedTo its: TrainingSet, or all: TrainingSet, seed: UInt64,
    prior: FittedConstants?
  ) throws(CalibrationProblem) -> HostProfile {
    let set = its.count >= TrainingSet.fewest ? its : all
    return try Calibration(fitting: set, name: name, seed: seed, prior: prior).profile
  }
}
