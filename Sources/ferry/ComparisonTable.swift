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
    if by != nil {
      parts += comparison.groups.map { summary("\(by ?? "") \($0.value)", $0.summary) }
    }
    if !comparison.runs.isEmpty {
      parts += [summary("all", comparison.summary), baselines]
    }
    if !comparison.skipped.isEmpty { parts.append(skipped) }
    return parts.joined(separator: "\n\n")
  }

  private var runs: String {
    var table = TextTable(header: [
      "run", "total", "predicted", "error", "downtime", "predicted", "error", "iterations",
      "predicted", "outcome",
    ])
    for run in comparison.runs {
      let rows = run.rows
      func cells(_ quantity: String, _ show: (Int64) -> String) -> [String] {
        guard let row = rows.first(where: { $0.quantity == quantity }) else {
          return ["-", "-", "-"]
        }
        return [show(row.measured), show(row.predicted), signed(row.errorPercent)]
      }
      let seconds = { (value: Int64) in Span.milliseconds(value).description }
      let outcome =
        run.outcomeIsRight
        ? run.measured.outcome : "\(run.measured.outcome), predicted \(run.predicted.outcome)"
      table.rows.append(
        [run.name] + cells("time_elapsed", seconds) + cells("downtime", seconds)
          + cells("memory_iteration") { String($0) }.prefix(2) + [outcome])
    }
    return table.text
  }

  private func summary(_ title: String, _ summary: Comparison.Summary) -> String {
    var table = TextTable(header: [style.strong(title), "median", "90th", "bias", "runs"])
    for (quantity, error) in summary.errors {
      table.rows.append([
        quantity, percent(error.median), percent(error.p90), signed(error.bias), "\(error.runs)",
      ])
    }
    var lines = [table.text]
    if let right = summary.iterationsRight {
      lines.append("iterations right within max(1, 10 %) in \(percent(right * 100))")
    }
    lines.append("outcome right in \(summary.outcomesRight) of \(summary.runs)")
    lines += summary.outcomesWrong.map { "  wrong: \($0)" }
    for (quantity, share) in summary.coverage {
      lines.append("\(quantity) in its 90 % interval in \(percent(share * 100))")
    }
    return lines.joined(separator: "\n")
  }

  private var baselines: String {
    var table = TextTable(header: [style.strong("by hand"), "median", "90th", "bias", "runs"])
    for baseline in Baseline.allCases {
      for (quantity, error) in comparison.errors(of: baseline) {
        table.rows.append([
          "\(baseline.rawValue), \(quantity)", percent(error.median), percent(error.p90),
          signed(error.bias), "\(error.runs)",
        ])
      }
    }
    return table.text
  }

  private var skipped: String {
    (["skipped \(comparison.skipped.count):"]
      + comparison.skipped.map { "  \($0.run): \($0.reason)" }).joined(separator: "\n")
  }

  private func percent(_ value: Double) -> String { "\(tenths(value)) %" }

  private func signed(_ value: Double) -> String {
    (value < 0 ? "−" : "+") + percent(value.magnitude)
  }

  private func tenths(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
