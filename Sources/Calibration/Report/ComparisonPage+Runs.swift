import Quantities
import Records

/// Every run in figures, what was skipped, and what the page was made from.
extension ComparisonPage {
  @MarkupBuilder var runTable: [Element.Content] {
    if !comparison.runs.isEmpty {
      Element("section", ["aria-labelledby": "runs"]) {
        Element("h2", ["id": "runs"], text: "Every run")
        HTMLTable(
          caption: "Measured and predicted, run by run", spans: runSpans, columns: runColumns,
          rows: comparison.runs.map(row)
        ).element
      }
    }
  }

  private var runColumns: [HTMLTable.Column] {
    var titles = ["RTT [ms]", "Mbit/s"]
    for _ in PlottedQuantity.allCases {
      titles += ["measured", "predicted", "interval", "error", "inside"]
    }
    return [.init(title: "run", isNumber: false)]
      + (by.map { [.init(title: $0)] } ?? [])
      + (titles + ["measured", "predicted"]).map { .init(title: $0) }
      + [.init(title: "outcome", isNumber: false)]
  }

  private var runSpans: [(title: String, columns: Int)] {
    [
      ("", by == nil ? 1 : 2), ("path", 2), ("total time [s]", 5), ("downtime [ms]", 5),
      ("rounds", 2), ("", 1),
    ]
  }

  private func row(_ run: Comparison.Run) -> [String] {
    var cells = [run.name]
    if by != nil { cells.append(run.group) }
    let path = [
      run.effective("path.rtt", as: Span.self).map { Readable.number(Double($0.count) / 1e6) },
      run.effective("path.bandwidth", as: DataRate.self).map {
        Readable.number(Double($0.count) / 1e6)
      },
    ]
    cells += path.map { $0 ?? "" }
    cells += quantityCells(PlottedRun(run, .totalTime)) {
      Decimals.text($0, over: 1000, places: 3)
    }
    cells += quantityCells(PlottedRun(run, .downtime)) { "\($0)" }
    let rounds = [run.measured.memoryIteration, run.predicted.memoryIteration]
    cells += rounds.map { $0.map { "\($0)" } ?? "" }
    cells.append(
      run.outcomeIsRight
        ? run.measured.outcome
        : "\(run.measured.outcome), predicted \(run.predicted.outcome)")
    return cells
  }

  private func quantityCells(
    _ run: PlottedRun?, _ text: (Int64) -> String
  ) -> [String] {
    guard let run else { return Array(repeating: "", count: 5) }
    return [
      text(run.measured), text(run.predicted),
      run.interval.map { "\(text($0.lowerBound)) \u{2013} \(text($0.upperBound))" } ?? "",
      run.errorPercent.map(Readable.signedPercent) ?? "",
      run.isInside.map { $0 ? "yes" : "no" } ?? "",
    ]
  }

  @MarkupBuilder var skipped: [Element.Content] {
    if !comparison.skipped.isEmpty {
      Element("section", ["aria-labelledby": "skipped"]) {
        Element("h2", ["id": "skipped"], text: "Skipped")
        HTMLTable(
          caption: "Records that were not compared, by reason",
          columns: [
            .init(title: "why", isNumber: false), .init(title: "records"),
            .init(title: "which", isNumber: false),
          ], rows: skippedRows
        ).element
      }
    }
  }

  private var skippedRows: [[String]] {
    var order: [String] = []
    var names: [String: [String]] = [:]
    for skipped in comparison.skipped {
      if names[skipped.reason] == nil { order.append(skipped.reason) }
      names[skipped.reason, default: []].append(skipped.run)
    }
    return order.map { reason in
      let runs = names[reason] ?? []
      return [reason, "\(runs.count)", runs.joined(separator: ", ")]
    }
  }

  var provenance: Element {
    let summary = ComparisonProvenance(comparison)
    return Element("footer", ["aria-labelledby": "made"]) {
      Element("h2", ["id": "made"], text: "How this was made")
      Element(
        "p",
        text: "Each record\u{2019}s own scenario was predicted by Ferry \(Record.ferryVersion) and "
          + "laid beside what was measured. The same records, profiles and version give the same "
          + "page. Specifications for Vega-Lite 5 with the same numbers lie beside it: "
          + specifications.map { ".\($0.name).vl.json" }.joined(separator: ", ") + ".")
      Element("dl", ["class": "made"]) {
        fact("records", "\(comparison.runs.count + comparison.skipped.count)")
        fact("compared", "\(comparison.runs.count), digest \(summary.measured)")
        fact("predictions", "digest \(summary.predicted)")
        summary.profiles.map { profile in
          fact(
            "profile",
            "\(profile.name), \(Readable.count(profile.runs, "run")), digest \(profile.digest)")
        }
      }
    }
  }

  private func fact(_ name: String, _ value: String) -> Element {
    Element("div") {
      Element("dt", text: name)
      Element("dd", text: value)
    }
  }
}
