import EventKernel
import MigrationModel
import Quantities
import Records

/// A run's report and kept trace as events.
struct DrawnRun {
  let report: MigrationReport
  let process: Int

  init(_ report: MigrationReport, process: Int) {
    self.report = report
    self.process = process
  }

  /// More would only slow the viewer down: beyond, neighbours are drawn as one.
  static let mostSlices = 20_000

  var events: [TraceEvent] { [whole] + rounds + pause + slices + marks + levels }

  private var whole: TraceEvent {
    let end = report.trace.entries.last?.instant ?? .start
    return bar(
      .rounds, "migration", from: .start, to: end, ["outcome": .string(report.outcome.word)])
  }

  private var rounds: [TraceEvent] {
    report.rounds.map { round in
      bar(
        .rounds, "round \(round.number)", from: round.start, to: round.start + round.duration,
        [
          "pages_sent": .integer(round.sent.normal + round.sent.zero),
          "zero_pages_sent": .integer(round.sent.zero),
          "pages_dirtied": .integer(round.pagesDirtied), "pages_left": .integer(round.pagesLeft),
          "threshold_bytes": .integer(round.threshold),
          "end_cause": .string(round.endCause.rawValue),
        ])
    }
  }

  private var pause: [TraceEvent] {
    guard let pause = report.pause,
      let stop = report.trace.entries.last(where: { $0.what == "stop" })
    else { return [] }
    // Something else may have stopped the guest before the hypervisor did.
    var start = report.suspendedAt ?? stop.instant
    let whole = bar(.pause, "the guest stands still", from: start, to: start + pause.total)
    let parts = pause.parts.map { part in
      defer { start = start + part.span }
      return bar(.pause, part.name, from: start, to: start + part.span)
    }
    return [whole] + parts.filter { $0.length > 0 }
  }

  private var slices: [TraceEvent] {
    let all = report.trace.entries.filter { $0.what == "slice" || $0.what == "stretch" }
    let together = max(1, (all.count + Self.mostSlices - 1) / Self.mostSlices)
    return stride(from: 0, to: all.count, by: together).map { first in
      let some = all[first..<min(first + together, all.count)]
      let name = some.count == 1 && some[first].what == "slice" ? "slice" : "slices"
      return bar(
        .stream, name, from: Instant(nanoseconds: some[first].value),
        to: some[some.endIndex - 1].instant)
    }
  }

  private var marks: [TraceEvent] {
    report.trace.entries.compactMap { entry in
      switch entry.what {
      case "synchronisation", "stop":
        mark(.rounds, entry.what, at: entry.instant, ["pages": .integer(entry.value)])
      case "acknowledged":
        mark(.stream, entry.what, at: entry.instant, ["bytes": .integer(entry.value)])
      default: nil
      }
    }
  }

  private var levels: [TraceEvent] {
    report.trace.entries.compactMap { entry in
      switch entry.what {
      case "pages-left": level("pages left", "pages", entry)
      case "send-buffer": level("send buffer", "bytes", entry)
      case "bandwidth": level("bandwidth that QEMU sees", "bits a second", entry)
      case "path": level("path", "bytes a second", entry)
      default: nil
      }
    }
  }

  private func bar(
    _ row: ChromeTrace.Row, _ name: String, from start: Instant, to end: Instant,
    _ arguments: [String: JSONValue] = [:]
  ) -> TraceEvent {
    TraceEvent(
      phase: .complete, name: name, process: process, row: row.rawValue, start: start.nanoseconds,
      length: (end - start).count, arguments: arguments)
  }

  private func mark(
    _ row: ChromeTrace.Row, _ name: String, at instant: Instant,
    _ arguments: [String: JSONValue]
  ) -> TraceEvent {
    TraceEvent(
      phase: .instant, name: name, process: process, row: row.rawValue,
      start: instant.nanoseconds, arguments: arguments)
  }

  private func level(_ name: String, _ unit: String, _ entry: Trace.Entry) -> TraceEvent {
    TraceEvent(
      phase: .counter, name: name, process: process, start: entry.instant.nanoseconds,
      arguments: [unit: .integer(entry.value)])
  }
}
