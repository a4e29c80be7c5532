import Calibration
import Quantities
import Records

/// A comparison as a person reads it: a row a run, then what they come to.
struct ComparisonTable {
  let comparison: Comparison
  let style: Style
  let by: String?

  var text: String {
    var parts: [String] = []
    if !comparison.runs.isEmpty { parts.append(runs) }
    if let by {
      parts += comparison.groups.map { summary("\(by) \($0.value)", $0.summary) }
    }
    if !comparison.runs.isEmpty { parts.append(summary("all", comparison.summary)) }
    if let baselines { parts.append(baselines) }
    if !comparison.skipped.isEmpty { parts.append(skipped) }
    return parts.joined(separator: "\n\n")
  }

  private var runs: String {
    var table = TextTable(header: [
      "run", "total [s]", "model", "error", "down [ms]", "model", "error", "iterations", "model",
      "outcome",
    ])
    for run in comparison.runs {
      let rows = run.rows
      func cells(_ quantity: String, _ show: (Int64) -> String) -> [String] {
        guard let row = rows.first(where: { $0.quantity == quantity }) else {
          return ["-", "-", "-"]
        }
        return [
          show(row.measured), show(row.predicted),
          row.errorPercent.map(Decimals.signedPercent) ?? "-",
        ]
      }
      // Which outcome was predicted instead is said below, where there is room.
      let outcome = run.measured.outcome + (run.outcomeIsRight ? "" : ", missed")
      table.rows.append(
        [run.name]
          + cells(run.isUnmanaged ? "qemu_total_time" : "time_elapsed") {
            Decimals.text($0, over: 1000, places: 3)
          }
          + cells(run.isUnmanaged ? "qemu_downtime" : "downtime") { String($0) }
          + cells("memory_iteration") { String($0) }.prefix(2) + [outcome])
    }
    return table.text(style)
  }

  private func summary(_ title: String, _ summary: Comparison.Summary) -> String {
    var table = TextTable(header: [title, "median", "90th", "bias", "runs"])
    for (quantity, error) in summary.errors { table.rows.append(row(quantity, error)) }
    var lines = [table.text(style)]
    if let right = summary.iterationsRight {
      lines.append(
        "memory_iteration right within 1 or 10 % in \(Decimals.percent(right * 100)) of runs")
    }
    lines.append("outcome right in \(summary.outcomesRight) of \(summary.runs) runs")
    lines += summary.outcomesWrong.map { "  wrong: \($0.printable)" }
    for (quantity, share) in summary.coverage {
      let width = summary.halfWidths.first { $0.quantity == quantity }?.percent ?? 0
      lines.append(
        "\(quantity) within its \(level) interval in \(Decimals.percent(share * 100)) of runs, "
          + "whose half-width is \(Decimals.percent(width)) in the median")
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ title: String, _ error: ErrorSummary) -> [String] {
    [
      title, Decimals.percent(error.median), Decimals.percent(error.p90),
      Decimals.signedPercent(error.bias), "\(error.runs)",
    ]
  }

  /// The share of runs that the predictions' intervals should hold.
  private var level: String {
    let level = comparison.runs.first?.predicted.prediction?.level ?? 0
    return "\(Int((level * 100).rounded())) %"
  }

  private var baselines: String? {
    var table = TextTable(header: ["by hand", "median", "90th", "bias", "runs"])
    for baseline in Baseline.allCases {
      for (quantity, error) in comparison.errors(of: baseline) {
        table.rows.append(row("\(baseline.rawValue), \(quantity)", error))
      }
    }
    return table.rows.isEmpty ? nil : table.text(style)
  }

  private var skipped: String {
    (["skipped \(comparison.skipped.count):"]
      + comparison.skipped.map { "  \($0.run): \($0.reason)".printable })
      .joined(separator: "\n")
  }
}
