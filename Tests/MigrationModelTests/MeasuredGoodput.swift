import Foundation
import MigrationModel
import Quantities
import Testing

/// The TCP model against iperf3 over a lab's link (Notebooks-data/iperf3).
@Suite struct MeasuredGoodput {
  private struct Row {
    let bottleneck: Bottleneck
    let control: any CongestionControl
    let megabits: Int64
    let rtt: Span
    let queue: Span
    let loss: Share
    let seconds: Double
    let bytes: Double

    var configuration: String {
      "\(bottleneck.rawValue) \(control.name) \(megabits) Mbit/s \(rtt) \(loss)"
    }

    /// As the receiver counts: from the connection's first to its last second.
    var predicted: Double {
      var path = Inputs.path(megabits, rtt: rtt, control: control, bottleneck: bottleneck)
      path.queue = queue
      path.loss = loss
      var hosts = Inputs.ideal
      hosts.turnaround = .microseconds(600)
      return BulkTransfer(path: path, hosts: hosts).payload(within: Span(rounding: seconds))
    }

    var error: Double { predicted / bytes - 1 }
  }

  private static func rows(_ file: String) throws -> [Row] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Notebooks-data/iperf3")
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    return try text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      try #require(cells.count == 10)
      let controls: [any CongestionControl] = [Cubic(), BBR(), Reno()]
      return Row(
        bottleneck: try #require(Bottleneck(rawValue: cells[0])),
        control: try #require(controls.first { $0.name == cells[1] }),
        megabits: try #require(Int64(cells[2])),
        rtt: Span(rounding: try #require(Double(cells[3])) / 1000),
        queue: Span(rounding: try #require(Double(cells[4])) / 1000),
        loss: Share(count: Int64(try #require(Double(cells[5])) * 1e7)),
        seconds: try #require(Double(cells[7])), bytes: try #require(Double(cells[8])))
    }
  }

  /// Errors by configuration, each the middle one of its repeats.
  private static func errors(_ rows: [Row]) -> [(configuration: String, error: Double)] {
    Dictionary(grouping: rows, by: \.configuration).map { configuration, rows in
      (configuration, middle(rows.map(\.error)))
    }.sorted { $0.configuration < $1.configuration }
  }

  private static func middle(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  @Test func goodputIsWithinThreePerCent() throws {
    let rows = try Self.rows("goodput.csv")
    #expect(rows.count >= 43 * 2)
    let errors = Self.errors(rows)
    #expect(errors.count >= 43)
    let sizes = errors.map { abs($0.error) }
    #expect(Self.middle(sizes) < 0.01, "\(errors)")
    // Where the send buffer binds, iperf3 gets more out of it than the writer of a migration.
    let bound = errors.filter { $0.configuration.contains("300 Mbit/s 100 ms") }
    #expect(bound.allSatisfy { (-0.09 ... -0.02).contains($0.error) }, "\(bound)")
    let others = errors.filter { !$0.configuration.contains("300 Mbit/s 100 ms") }
    #expect(others.allSatisfy { abs($0.error) < 0.015 }, "\(others)")
    for control in ["cubic", "bbr", "reno"] {
      let own = errors.filter { $0.configuration.contains(" \(control) ") }
      #expect(Self.middle(own.map { abs($0.error) }) < 0.03, "\(own)")
    }
  }

  /// Of losses that come often enough for a mean; rarer ones leave slow start's window its time.
  @Test func oftenLossyPathsAreWithinAFifth() throws {
    let rows = try Self.rows("loss.csv").filter {
      $0.control.name != "bbr" && $0.loss >= .percent(1)
    }
    let errors = Self.errors(rows)
    #expect(errors.count == 12)
    #expect(Self.middle(errors.map { abs($0.error) }) < 0.15, "\(errors)")
    #expect(errors.allSatisfy { abs($0.error) < 0.25 }, "\(errors)")
  }

  @Test func bbrHoldsItsRateUntilItLosesIt() throws {
    let rows = try Self.rows("loss.csv").filter {
      $0.control.name == "bbr" && $0.rtt == .milliseconds(37)
    }
    let errors = Self.errors(rows)
    #expect(errors.count == 4)
    #expect(errors.allSatisfy { abs($0.error) < 0.2 }, "\(errors)")
  }
}
