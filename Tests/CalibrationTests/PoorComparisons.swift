import Foundation
import Records
import Testing

@testable import Calibration

/// Pages of comparisons that hold next to nothing are still pages.
@Suite struct PoorComparisons {
  private func read(_ records: [Record]) throws -> PageReader {
    let page = try ComparedRuns.page(of: records)
    let html = page.html
    #expect(!html.contains("nan") && !html.contains("\"inf") && !html.contains("\"-inf"))
    for specification in page.specifications { _ = try specification.text() }
    return try PageReader(html)
  }

  @Test func oneRunIsAPage() throws {
    let page = try read([ComparedRuns.record("alone")])
    #expect(page.text.contains("1 migration laid beside its prediction."))
    #expect(page.marks(in: "predicted-total-time").count == 1)
    #expect(page.marks(in: "errors-downtime").count == 1)
    // One path is no comparison of paths.
    #expect(!page.plots.contains { $0.plot == "errors-downtime-by-rtt" })
  }

  @Test func aDowntimeOfZeroHasAPlaceButNoPerCent() throws {
    var still = try ComparedRuns.record("still")
    still.downtime = 0
    let page = try read([still, ComparedRuns.record("other")])
    #expect(page.marks(in: "predicted-downtime").count == 2)
    #expect(page.marks(in: "errors-downtime").count == 1)
    #expect(page.text.contains("Without 1 run with no downtime above 0."))
  }

  @Test func onlyZerosAreNoDivisionByZero() throws {
    var still = try ComparedRuns.record("still")
    still.downtime = 0
    still.timeElapsed = 0
    let page = try read([still])
    #expect(page.marks(in: "predicted-downtime").count == 1)
    #expect(page.marks(in: "errors-downtime").isEmpty)
  }

  @Test func runsWithoutACommonQuantityHaveOutcomesOnly() throws {
    var bare = try ComparedRuns.record("bare")
    for path: WritableKeyPath<Record, Int64?> in [
      \.timeElapsed, \.downtime, \.qemuTotalTime, \.qemuDowntime, \.memoryIteration,
      \.memoryProcessed,
    ] {
      bare[keyPath: path] = nil
    }
    let page = try read([bare])
    #expect(page.plots.isEmpty)
    #expect(page.text.contains("Outcomes right\n1 of 1"))
    #expect(try ComparedRuns.page(of: [bare]).specifications.isEmpty)
  }

  @Test func refusedRunsHaveOutcomesOnly() throws {
    var refused = try ComparedRuns.record("refused")
    refused.outcome = "refused"
    refused.timeElapsed = nil
    refused.downtime = nil
    refused.qemuTotalTime = nil
    refused.qemuDowntime = nil
    let page = try read([refused])
    #expect(page.plots.isEmpty)
    #expect(page.text.contains("Outcomes right\n0 of 1"))
    #expect(page.text.contains("refused: refused, predicted completed"))
  }

  @Test func nothingButSkippedRecordsAreNamed() throws {
    var failed = try ComparedRuns.record("failed")
    failed.outcome = "failed"
    let page = try read([failed])
    #expect(page.plots.isEmpty)
    #expect(page.text.contains("its capture failed: for no known reason"))
  }

  /// As far apart as a record's numbers can be.
  @Test func theLongestTimesFitToo() throws {
    var long = try ComparedRuns.record("long")
    long.timeElapsed = 9_000_000_000_000
    long.downtime = 1
    let page = try read([long, ComparedRuns.record("usual")])
    #expect(page.marks(in: "errors-total-time").count == 2)
  }

  @Test func manyRunsGiveAPlotOfBoundedHeight() throws {
    let record = try ComparedRuns.record("a")
    let run = try #require(
      PlottedRun(ComparedRuns.comparison(of: [record]).runs[0], .totalTime))
    let plot = ErrorsByRun(
      quantity: .totalTime, runs: Array(repeating: run, count: 3000), groups: [""]
    ).plot
    #expect(plot.height < 1300)
  }
}
