import EventKernel
import Quantities

/// A prediction: the runs at evenly spread offsets, and the ones that stand for them.
public struct Prediction: Sendable {
  /// One for each offset.
  public let reports: [MigrationReport]
  /// The run with the median total time.
  public let byTime: MigrationReport
  /// The run with the median pause.
  public let byPause: MigrationReport
  /// All runs' digests in one.
  public let digest: Digest

  /// How many of the offsets end as the prediction does.
  public var agreeing: Int {
    reports.count { $0.outcome.word == byTime.outcome.word }
  }
}

/// Predicts one migration: the one function of which everything else is a composition.
///
/// The same input gives the same bytes, in any process and build. The fluid model draws nothing at
/// random, so there is no seed among its arguments.
public func predict(_ input: MigrationInput, keepsTrace: Bool = false) -> Prediction {
  let loaded = input.guest.workload.contains { $0.isLoad }
  let reports = (0..<input.offsets).map { index in
    let offset = Offset(index: index, of: input.offsets)
    let context = WriteContext(
      background: input.hosts.background, loaded: loaded, phase: offset.phase)
    let memory = FluidMemory(guest: input.guest, context: context)
    var migration = Migration(
      input: input, offset: offset, memory: memory, keepsTrace: keepsTrace)
    return migration.run()
  }
  // The outcome of most offsets; of two that are as frequent, the worse.
  let completed = reports.filter { $0.outcome == .completed }
  let others = reports.filter { $0.outcome != .completed }
  let chosen = completed.count > others.count ? completed : others
  var digest = Digest()
  for report in reports { digest.mix(report.digest.value) }
  return Prediction(
    reports: reports, byTime: median(of: chosen) { $0.timeElapsed ?? .zero },
    byPause: median(of: chosen) { $0.pause?.total ?? .zero }, digest: digest)
}

/// The middle one, the lower of two middle ones; ties keep the offsets' order.
private func median(
  of reports: [MigrationReport], by value: (MigrationReport) -> Span
) -> MigrationReport {
  let order = reports.indices.sorted {
    (value(reports[$0]), $0) < (value(reports[$1]), $1)
  }
  return reports[order[(order.count - 1) / 2]]
}
