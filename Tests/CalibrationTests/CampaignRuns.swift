import Calibration
import Foundation
import Records
import Testing

/// The model against the migrations that the runner captured, none of which it was fitted on: the
/// profile's constants are another lab's, and four that were measured in six other runs.
@Suite struct CampaignRuns {
  static func records(of campaign: String) -> String {
    LabRuns.checkout.appending(path: "Notebooks-data/\(campaign)/records.jsonl").path
  }
  static let files = ["first-campaign", "two-gib"].map(records)

  static func comparison() throws -> Comparison {
    try LabRuns.comparison(with: files[0], files[1], profile: "lab-d")
  }

  @Test(arguments: LabRuns.bars)
  func timesAndRoundsMeetTheBarsOfTheLab(bar: LabRuns.Bar) throws {
    try bar.expectTimeAndRounds(of: Self.comparison())
  }

  @Test(arguments: LabRuns.bars.filter { $0.name != "low RTT" })
  func downtimesMeetTheBarsOfTheLab(bar: LabRuns.Bar) throws {
    try bar.expectDowntime(of: Self.comparison())
  }

  /// Two of four configurations miss, in all three repetitions: under a cap near the line's rate,
  /// what the last window of the first pass left in the socket; and through VXLAN, a window of 290
  /// to 370 segments where the law of the send buffer has 195.
  @Test func downtimesAtLowRoundTripsMissTheirBar() throws {
    let bar = try #require(LabRuns.bars.first { $0.name == "low RTT" })
    let comparison = try Self.comparison()
    withKnownIssue("limits of 100 ms on the source's own interface, through VXLAN") {
      try bar.expectDowntime(of: comparison)
    }
  }

  @Test func onlyWhatBrokeIsSkipped() throws {
    let comparison = try Self.comparison()
    // One attempt found a path that was not what was asked for; its repetition counts.
    #expect(
      comparison.skipped.map { $0.reason.hasPrefix("its capture failed: a round trip of") }
        == [true])
    #expect(comparison.runs.count == 69)
  }

  @Test(arguments: files)
  func everyRunHoldsWhatTheModelNeeds(file: String) throws {
    for record in try RecordFile.read(file) {
      #expect(record.kind == .captured)
      guard record.outcome == "completed" else { continue }
      let rounds = try #require(record.rounds)
      let sent = rounds.reduce(0) { $0 + $1.pagesSent }
      let told = (record.memoryNormal ?? 0) + (record.memoryConstant ?? 0)
      #expect(abs(sent - told) <= Int64(rounds.count), "\(record.run)")
      // libvirt's downtime begins and ends beside the guest's own pause, by what its daemons take.
      let (pause, downtime) = (try #require(record.pause), try #require(record.downtime))
      #expect(abs(pause - downtime) <= 100, "\(record.run)")
    }
  }
}
