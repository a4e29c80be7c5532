import Testing

@testable import Records

/// Records as virsh would show them.
@Suite struct JobInfo {
  /// Both texts are virsh 11.3's own, of one job of a 64 MiB guest; a dump goes through the same
  /// code as a migration.
  @Test func aRealJobIsPrintedByteForByteAsVirshPrintsIt() throws {
    let raw = try Logs.text("domjobinfo-raw.txt").replacing("operation: 8", with: "operation: 5")
    let shown = try Logs.text("domjobinfo.txt").replacing(
      "Dump        ", with: "Outgoing migration")
    let record = try Logs.record(raw, as: .domjobinfo)
    #expect(JobInfoText.text(of: record) + "\n\n" == shown)
    let again = try Logs.record(shown, as: .domjobinfo)
    #expect(JobInfoText.text(of: again) + "\n\n" == shown)
  }

  private func record(_ outcome: String) -> Record {
    Record(kind: .captured, run: "r", scenario: .null, outcome: outcome)
  }

  @Test func whatIsAbsentHasNoLine() {
    var record = record("completed")
    #expect(
      JobInfoText.text(of: record)
        == "Job type:         Completed   \nOperation:        Outgoing migration")
    record.timeElapsed = 8401
    record.downtime = 365
    #expect(
      JobInfoText.text(of: record).split(separator: "\n").dropFirst(2) == [
        "Time elapsed:     8401         ms", "Total downtime:   365          ms",
      ])
  }

  @Test func theUnitIsTheLargestOfWhichItIsOne() {
    let cases: [(Int64, String)] = [
      (0, "0.000 B"), (1023, "1023.000 B"), (1024, "1.000 KiB"), (1_048_575, "1023.999 KiB"),
      (1 << 30, "1.000 GiB"), (5 << 50, "5120.000 TiB"),
    ]
    for (bytes, words) in cases {
      var record = record("completed")
      record.memoryTotal = bytes
      let lines = JobInfoText.text(of: record).split(separator: "\n")
      #expect(lines.contains("Memory total:     \(words)"))
    }
  }

  @Test func eachOutcomeHasItsTypeOfJob() {
    let types = [
      "completed": "Completed", "aborted": "Cancelled", "not-converged": "Unbounded",
      "failed": "Failed", "lost": "Failed", "refused": "None",
    ]
    #expect(Set(types.keys) == Set(Record.outcomes))
    for (outcome, type) in types {
      var record = record(outcome)
      record.reason = "two\nlines"
      let text = JobInfoText.text(of: record)
      #expect(text.hasPrefix("Job type:         \(type)"))
      let told = text.hasSuffix("\nError message:    two lines")
      #expect(told == !["completed", "refused"].contains(outcome))
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func anyRecordHasAText(seed: UInt64) {
    let text = JobInfoText.text(of: RandomRecords.record(seed: seed))
    #expect(text.hasPrefix("Job type: "))
  }
}
