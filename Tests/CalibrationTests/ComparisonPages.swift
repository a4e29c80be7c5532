import Foundation
import Records
import Testing

@testable import Calibration

/// What a reader of a comparison's page may rely on.
@Suite struct ComparisonPages {
  @Test func thePageAsksNothingOfTheNet() throws {
    let html = try ComparedRuns.page(of: ComparedRuns.campaign(), by: "path.rtt").html
    for word in ["http:", "https:", "//", "src=", "href=", "url(", "@import", "<script", "<link"] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.contains("default-src 'none'"))
  }

  static let hostile = "\"><script>alert(1)</script><svg onload='x'>&amp;\u{202E}\u{1B}[2J]]>"

  @Test func hostileNamesStayNames() throws {
    var record = try ComparedRuns.record(Self.hostile)
    var refused = record
    refused.outcome = "failed"
    refused.reason = Self.hostile
    record.outcome = "aborted"
    let page = try PageReader(ComparedRuns.page(of: [record, refused], by: "name").html)
    #expect(page.names.isDisjoint(with: ["script", "iframe", "img", "a", "object"]))
    #expect(page.parts.allSatisfy { part in !part.attributes.keys.contains { $0.hasPrefix("on") } })
    // The words are there, less what would drive a terminal or turn the line around.
    let shown = Self.hostile.replacing("\u{202E}", with: "\u{FFFD}")
      .replacing("\u{1B}", with: "\u{FFFD}")
    #expect(page.text.contains(shown))
    #expect(!page.text.contains("\u{202E}"))
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    let pages = try (1...2).map { _ in
      try ComparedRuns.page(of: ComparedRuns.campaign(), by: "path.rtt")
    }
    #expect(pages[0].html == pages[1].html)
    for (one, other) in zip(pages[0].specifications, pages[1].specifications) {
      #expect(try one.text() == other.text())
    }
  }

  @Test func everyRunIsAMarkInEveryPlot() throws {
    let page = try PageReader(
      ComparedRuns.page(of: ComparedRuns.campaign(), by: "path.rtt").html)
    for plot in ["predicted", "errors"].flatMap({ ["\($0)-total-time", "\($0)-downtime"] })
      + ["errors-total-time-by-rtt", "errors-downtime-by-rtt"]
    {
      #expect(page.marks(in: plot).count == 12, "\(plot)")
    }
    // All runs, and three round trips.
    #expect(page.marks(in: "coverage-downtime").count == 4)
    // All runs had one bandwidth.
    #expect(!page.plots.contains { $0.plot == "errors-downtime-by-bandwidth" })
  }

  @Test func whatIsOutsideItsIntervalHasAnotherShape() throws {
    var records = try ComparedRuns.campaign()
    records[0].downtime = 9_000
    let comparison = try ComparedRuns.comparison(of: records)
    let runs = comparison.runs.compactMap { PlottedRun($0, .downtime) }
    let outside = runs.count { $0.isInside == false }
    #expect(outside > 0)
    #expect(outside < 12)
    let page = try PageReader(ComparisonPage(comparison, by: nil).html)
    let shapes = page.parts.filter { $0.plot == "predicted-downtime" }
    #expect(
      shapes.count { $0.name == "polygon" && $0.attributes["class"] == "mark out" } == outside)
    #expect(
      shapes.count { $0.name == "circle" && $0.attributes["class"] == "mark in" } == 12 - outside)
  }

  @Test func everyPlotHasWordsForThoseWhoCanNotSeeIt() throws {
    let page = try PageReader(ComparedRuns.page(of: ComparedRuns.campaign()).html)
    let identifiers = page.identifiers
    #expect(Set(identifiers).count == identifiers.count)
    #expect(page.plots.count == 8)
    for plot in page.plots {
      let names = try #require(plot.attributes["aria-labelledby"]).split(separator: " ")
      #expect(names.count == 2)
      #expect(names.allSatisfy { identifiers.contains(String($0)) })
    }
    // Each table's cells belong to a named row and column.
    let heads = page.parts.filter { $0.name == "th" }
    #expect(heads.allSatisfy { $0.attributes["scope"] != nil })
  }

  @Test func groupsAreTabledFromSmallToLarge() throws {
    let page = try ComparedRuns.page(of: ComparedRuns.campaign(), by: "path.rtt")
    #expect(page.comparison.groups.map(\.value) == ["0.5 ms", "20 ms", "100 ms"])
    #expect(GroupOrder.sorted(["cubic", "bbr", "-"]) == ["cubic", "bbr", "-"])
    #expect(
      GroupOrder.sorted(["1 Gbit/s", "-", "100 Mbit/s"]) == ["100 Mbit/s", "1 Gbit/s", "-"])
    #expect(GroupOrder.sorted(["10", "9"]) == ["9", "10"])
  }

  @Test func skippedRecordsAreCountedByReason() throws {
    var records = try ComparedRuns.campaign()
    for index in 0..<3 {
      records[index].outcome = "failed"
      records[index].reason = "no power"
    }
    let page = try PageReader(ComparedRuns.page(of: records).html)
    #expect(
      page.text.contains("its capture failed: no power\n3\ncampaign-1, campaign-2, campaign-3"))
    #expect(page.text.contains("9 migrations laid beside their predictions; 3 skipped"))
  }

  @Test func onlyQEMUsOwnTimesArePlottedToo() throws {
    var record = try ComparedRuns.record("without a manager")
    record.timeElapsed = nil
    record.downtime = nil
    record.qemuTotalTime = 5_000
    let page = try PageReader(ComparedRuns.page(of: [record]).html)
    #expect(page.marks(in: "predicted-total-time").count == 1)
    #expect(page.marks(in: "predicted-downtime").count == 1)
  }

  /// Few runs can't tell 80 % from 95 %; the bounds for 9 of 10 are in every table.
  @Test func coverageSaysHowMuchIsLuck() throws {
    var records = try ComparedRuns.campaign().prefix(10).map { $0 }
    for index in records.indices {
      let predicted = try ComparedRuns.comparison(of: [records[index]]).runs[0].predicted
      records[index].timeElapsed = index == 0 ? 900_000 : predicted.timeElapsed
    }
    let runs = try ComparedRuns.comparison(of: records).runs.compactMap {
      PlottedRun($0, .totalTime)
    }
    let row = try #require(CoverageRow("", runs))
    #expect(row.inside == 9)
    #expect(abs(row.plausible.lowerBound - 0.5958) < 1e-3)
    #expect(abs(row.plausible.upperBound - 0.9821) < 1e-3)
  }
}
