import Calibration
import Foundation
import Records
import Testing

/// Migrations that moved disks too, on none of which anything was fitted: their mirrors' constants
/// are QEMU's own, and the hosts' are from runs without disks.
@Suite struct StorageRuns {
  private static let shared = LabRuns.checkout.deletingLastPathComponent()
    .appending(path: "shared/measurements/storage.jsonl").path

  private func expectBars(of comparison: Comparison) throws {
    let summary = comparison.summary
    func errors(_ quantity: String) throws -> ErrorSummary {
      try #require(summary.errors.first { $0.quantity == quantity }).summary
    }
    let (time, downtime) = (try errors("time_elapsed"), try errors("downtime"))
    #expect(time.median <= 3 && time.p90 <= 8, "\(time)")
    #expect(downtime.median <= 15 && downtime.p90 <= 35, "\(downtime)")
    // A writer whose gaps are shorter than a round trip keeps its mirror from READY.
    #expect(summary.outcomesWrong.isEmpty)
  }

  @Test func whatTheRunnerCapturedMeetsTheBars() throws {
    let comparison = try LabRuns.comparison(
      with: CampaignRuns.records(of: "storage"), profile: "lab-d")
    #expect(comparison.runs.count >= 30)
    try expectBars(of: comparison)
  }

  @Test(.enabled(if: LabRuns.isThere, "the measurements are not beside this checkout"))
  func whatOthersMeasuredMeetsTheBars() throws {
    let comparison = try LabRuns.comparison(with: Self.shared)
    #expect(comparison.runs.count == 13)
    try expectBars(of: comparison)
  }
}
