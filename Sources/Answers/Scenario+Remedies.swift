import MigrationModel
import Quantities
import Records
import Scenarios

extension Scenario {
  /// The prediction as a record, with what would help where it does not complete.
  public func answer() -> Record { answer(to: MigrationModel.predict(input)) }

  /// The same of a prediction that was made already.
  public func answer(to prediction: Prediction) -> Record {
    var record = record(of: prediction)
    record.prediction?.remedies = remedies(for: prediction)
    return record
  }

  /// What would make it complete, each alone; nil where it does, or was not even started.
  public func remedies(for prediction: Prediction) -> Remedies? {
    switch prediction.outcome {
    case .completed, .refused: return nil
    case .aborted, .failed, .notConverged: break
    }
    if input.path.blackHole != nil { return remediesOfBlackHole }
    if case .failed = prediction.outcome { return nil }
    if awaitsMirrors(prediction) { return remediesOfMirrors }
    return Remedies(
      leastBandwidthBitsPerSecond: leastBandwidth()?.count,
      leastRateLimitBitsPerSecond: leastRateLimit()?.count,
      shortestDowntimeLimit: shortestDowntimeLimit()?.wholeMilliseconds,
      aids: ConvergenceAid.all.map { $0.judge(self, prediction) })
  }

  /// Other limits bind before a path of so much does.
  private static let mostBandwidth: Int64 = 1_000_000_000_000
  /// QEMU's own limit (MAX_MIGRATE_DOWNTIME, migration/options.c).
  private static let longestLimit = Span.seconds(2000)

  private func leastBandwidth() -> DataRate? {
    let bisection = Bisection(start: input.path.bandwidth.count, most: Scenario.mostBandwidth)
    // Bandwidths that the path changes to are raised in proportion.
    return least(bisection) { bandwidths(times: $0, over: bisection.start) }
      .map(DataRate.bitsPerSecond)
  }

  private func leastRateLimit() -> DataRate? {
    guard let cap = input.settings.bandwidthCap else { return nil }
    let bisection = Bisection(start: cap.count, most: Scenario.mostBandwidth)
    return least(bisection) { [("migration.bandwidth", DataRate(count: $0).exactText)] }
      .map(DataRate.bitsPerSecond)
  }

  /// Whether memory waits for mirrors that are never READY.
  private func awaitsMirrors(_ prediction: Prediction) -> Bool {
    prediction.typical.storage.map { $0.readyAfter == nil } ?? false
  }

  /// Aids are about memory's stream, which has not begun; only writes that wait let it.
  private var remediesOfMirrors: Remedies {
    let key = "copy-storage-synchronous-writes"
    let helps = completes([("migration.\(key)", "true")])
    return Remedies(
      leastBandwidthBitsPerSecond: leastBandwidth()?.count,
      leastRateLimitBitsPerSecond: leastRateLimit()?.count, shortestDowntimeLimit: nil,
      aids: [
        Remedies.Aid(
          name: key, helps: helps ? "yes" : "maybe",
          because: "each write of the guest then waits for the destination, a round trip at least, "
            + "so none is left to be copied"),
        Remedies.Aid(
          name: "post-copy", helps: "no",
          because: "memory does not begin before the disks' mirrors are READY"),
      ])
  }

  /// Where no full segment passes, only another size of packets helps.
  private var remediesOfBlackHole: Remedies {
    let candidates: [(name: String, values: [(path: String, text: String)], because: String)] = [
      (
        "inner-mtu: auto", [("path.inner-mtu", "auto")],
        "the overlay's driver then makes packets that fit the path"
      ),
      (
        "no overlay", [("path.overlay", "none"), ("path.inner-mtu", "auto")],
        "packets are then as long as the path takes them"
      ),
    ]
    return Remedies(
      leastBandwidthBitsPerSecond: nil, shortestDowntimeLimit: nil,
      aids: candidates.map { name, values, because in
        Remedies.Aid(name: name, helps: completes(values) ? "yes" : "maybe", because: because)
      })
  }

  /// A rule that counts pages does not look at the limit.
  private func shortestDowntimeLimit() -> Span? {
    guard input.settings.stopRule.pagesLeft == nil else { return nil }
    let bisection = Bisection(
      start: input.settings.downtimeLimit.wholeMilliseconds,
      most: Scenario.longestLimit.wholeMilliseconds)
    return least(bisection) { [("migration.downtime-limit", Span.milliseconds($0).exactText)] }
      .map(Span.milliseconds)
  }

  /// Looked for with the middle offset, since runs near the edge are long; then raised by per cents
  /// until most of all offsets complete.
  private func least(
    _ bisection: Bisection, setting values: (Int64) -> [(path: String, text: String)]
  ) -> Int64? {
    let middle = [(path: "run.offsets", text: "1")]
    guard var found = bisection.least(where: { completes(values($0) + middle) }) else {
      return nil
    }
    while !completes(values(found)) {
      guard found < bisection.most else { return nil }
      found = min(bisection.most, Bisection.threeDigits(found + max(1, found / 100)))
    }
    return found
  }

  private func completes(_ values: [(path: String, text: String)]) -> Bool {
    guard let changed = try? setting(values) else { return false }
    return MigrationModel.predict(changed.input).outcome == .completed
  }
}
