import EventKernel
import Quantities

/// A prediction: the runs at evenly spread offsets, with their replications, and the ones that
/// stand for them.
public struct Prediction: Sendable {
  /// One for each offset, and in pages for each replication at it.
  public let reports: [MigrationReport]
  /// The run with the median total time, as whoever manages it reports it.
  public let byTime: MigrationReport
  /// The run with the median downtime, by the same.
  public let byPause: MigrationReport
  /// The run with the median count of synchronisations whose total time is nearest the median: its
  /// rounds and counters are a consistent whole.
  public let typical: MigrationReport
  /// All runs' digests in one.
  public let digest: Digest

  /// How most of the offsets end.
  public var outcome: Outcome { byTime.outcome }

  init(reports: [MigrationReport]) {
    self.reports = reports
    // Of two outcomes that are as frequent, the worse.
    let completed = reports.indices.filter { reports[$0].outcome == .completed }
    let prevails = completed.count > reports.count - completed.count
    let chosen =
      prevails ? completed : reports.indices.filter { reports[$0].outcome != .completed }
    let byTime = median(of: chosen) { (reports[$0].totalTime ?? .zero).count }
    let iterations = reports[median(of: chosen) { Int64(reports[$0].iterations) }].iterations
    let middle = reports[byTime].totalTime ?? .zero
    let typical = least(of: chosen.filter { reports[$0].iterations == iterations }) {
      Int64(((reports[$0].totalTime ?? .zero) - middle).count.magnitude)
    }
    self.typical = reports[typical]
    self.byTime = reports[byTime]
    byPause = reports[median(of: chosen) { (reports[$0].downtime ?? .zero).count }]
    var digest = Digest()
    for report in reports { digest.mix(report.digest.value) }
    self.digest = digest
  }
}

/// Predicts one migration.
///
/// The same input gives the same bytes, in any process and build. The fluid model draws nothing at
/// random; in pages, each run draws from the seed in a replication of its own.
public func predict(_ input: MigrationInput, keepsTrace: Bool = false) -> Prediction {
  let input = input.afterSeeding
  let reports = (0..<input.fidelity.replications).flatMap { replication in
    (0..<input.offsets).map { index in
      run(
        input, at: Offset(index: index, of: input.offsets),
        replication: UInt64(replication * input.offsets + index), keepsTrace: keepsTrace)
    }
  }
  return Prediction(reports: reports)
}

private func run(
  _ input: MigrationInput, at offset: Offset, replication: UInt64, keepsTrace: Bool
) -> MigrationReport {
  let isStuck = input.settings.method == .twoStep && input.seeding == nil
  guard input.settings.method.streamsMemory, !isStuck else {
    return StoppedMove(input: input).report(keepsTrace: keepsTrace)
  }
  let context = WriteContext(
    background: input.hosts.background, loaded: input.guest.workload.contains { $0.isLoad },
    phase: offset.phase, accelerator: input.hosts.accelerator)
  let findsZeroPages = input.settings.hypervisor.findsZeroPages
  func report(_ memory: some DirtyMemory) -> MigrationReport {
    var migration = Migration(
      input: input, offset: offset, memory: memory, keepsTrace: keepsTrace)
    return migration.run()
  }
  switch input.fidelity {
  case .fluid:
    return report(
      FluidMemory(guest: input.guest, context: context, findsZeroPages: findsZeroPages))
  case .pages(let seed, _):
    return report(
      PageMemory(
        guest: input.guest, context: context, findsZeroPages: findsZeroPages,
        tracking: input.dirtyTracking, seed: seed, replication: replication))
  }
}

/// The middle one, the lower of two middle ones; ties keep the offsets' order.
private func median(of runs: [Int], by value: (Int) -> Int64) -> Int {
  sorted(runs, by: value)[(runs.count - 1) / 2]
}

private func least(of runs: [Int], by value: (Int) -> Int64) -> Int {
  sorted(runs, by: value)[0]
}

private func sorted(_ runs: [Int], by value: (Int) -> Int64) -> [Int] {
  guard runs.count > 1 else { return runs }
  let keys = runs.map { (value: value($0), run: $0) }
  return keys.sorted { ($0.value, $0.run) < ($1.value, $1.run) }.map(\.run)
}
