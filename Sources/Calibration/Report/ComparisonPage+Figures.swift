/// What the runs come to, in figures.
extension ComparisonPage {
  @MarkupBuilder var figures: [Element.Content] {
    if !comparison.runs.isEmpty {
      Element("section", ["aria-label": "Headline figures"]) {
        Element("dl", ["class": "tiles"]) {
          quantities.compactMap { tile($0) }
          roundsTile
          outcomesTile
        }
        wrongOutcomes
        figureTable
      }
    }
  }

  private func tile(_ quantity: PlottedQuantity) -> Element? {
    let runs = runs(quantity)
    guard let errors = ErrorSummary(errorsPercent: runs.compactMap(\.errorPercent)) else {
      return nil
    }
    var notes = [
      "90th percentile \(Readable.percent(errors.p90))",
      "bias \(Readable.signedPercent(errors.bias))",
    ]
    if let row = CoverageRow("", runs) {
      notes.append(
        "\(row.inside) of \(row.runs) measured inside the \(levelText) interval")
    }
    return tile(
      "\(quantity.title), median error", Readable.percent(errors.median), notes: notes)
  }

  private var roundsTile: Element? {
    comparison.summary.iterationsRight.map {
      tile(
        "Rounds right", Readable.percent($0 * 100),
        notes: ["of runs within 1 round, or 10 % of those measured"])
    }
  }

  private var outcomesTile: Element {
    let summary = comparison.summary
    return tile(
      "Outcomes right", "\(summary.outcomesRight) of \(summary.runs)",
      notes: ["completed, aborted and so on, as measured"])
  }

  private func tile(_ title: String, _ figure: String, notes: [String]) -> Element {
    Element("div", ["class": "tile"]) {
      Element("dt", text: title)
      Element("dd", ["class": "figure"], text: figure)
      // A number and its sign stay on one line.
      notes.map { Element("dd", text: $0.replacing(" %", with: "\u{A0}%")) }
    }
  }

  private var wrongOutcomes: Element? {
    let wrong = comparison.summary.outcomesWrong
    guard !wrong.isEmpty else { return nil }
    return Element("div", ["class": "wrong"]) {
      Element("p", text: "Outcomes that were predicted wrongly:")
      Element("ul") { wrong.map { Element("li", text: $0) } }
    }
  }

  private var figureTable: Element? {
    let summary = comparison.summary
    guard !summary.errors.isEmpty else { return nil }
    var table = HTMLTable(
      caption: "Errors of all runs",
      columns: [.init(title: "quantity", isNumber: false)] + Self.errorColumns + [
        .init(title: "inside interval"), .init(title: "runs"),
      ])
    for (quantity, errors) in summary.errors {
      let share = summary.coverage.first { $0.quantity == quantity }?.share
      table.rows.append(
        [Self.title(of: quantity)] + cells(errors)
          + [share.map { Readable.percent($0 * 100) } ?? "", "\(errors.runs)"])
    }
    return table.element
  }

  /// The same for each group, quantity by quantity.
  @MarkupBuilder var groupTable: [Element.Content] {
    if let by, !comparison.runs.isEmpty {
      Element("section", ["aria-labelledby": "groups"]) {
        Element("h2", ["id": "groups"], text: "By \(by)")
        quantities.map { groupTable($0, by).element }
      }
    }
  }

  private func groupTable(_ quantity: PlottedQuantity, _ by: String) -> HTMLTable {
    var table = HTMLTable(
      caption: "\(quantity.title) by \(by)",
      columns: [.init(title: by, isNumber: false)] + Self.errorColumns + [
        .init(title: "inside interval"), .init(title: "rounds right"),
        .init(title: "outcomes right"), .init(title: "runs"),
      ])
    let plotted = runs(quantity)
    for (value, summary) in comparison.groups {
      let runs = plotted.filter { $0.group == value }
      let errors = ErrorSummary(errorsPercent: runs.compactMap(\.errorPercent))
      table.rows.append(
        [value] + (errors.map(cells) ?? ["", "", ""])
          + [
            CoverageRow(value, runs).map { "\($0.inside) of \($0.runs)" } ?? "",
            summary.iterationsRight.map { Readable.percent($0 * 100) } ?? "",
            "\(summary.outcomesRight) of \(summary.runs)", "\(errors?.runs ?? 0)",
          ])
    }
    return table
  }

  /// What people estimate by hand, beside the model.
  @MarkupBuilder var baselineTable: [Element.Content] {
    let rows = baselineRows
    if !rows.isEmpty {
      Element("section", ["aria-labelledby": "baselines"]) {
        Element("h2", ["id": "baselines"], text: "Beside estimates by hand")
        Element(
          "p",
          text: "What the model has to beat: memory, or touched memory, over the bandwidth once; "
            + "and textbook rounds, each sending what the last one's duration dirtied. They say "
            + "nothing of some runs.")
        HTMLTable(
          caption: "Errors of estimates by hand",
          columns: [
            .init(title: "quantity", isNumber: false), .init(title: "estimate", isNumber: false),
          ] + Self.errorColumns + [.init(title: "runs")], rows: rows
        ).element
      }
    }
  }

  /// Quantity by quantity, the model first.
  private var baselineRows: [[String]] {
    comparison.summary.errors.flatMap { quantity, own -> [[String]] in
      let others = Baseline.allCases.compactMap { baseline in
        comparison.errors(of: baseline).first { $0.quantity == quantity }
          .map { (baseline.rawValue, $0.summary) }
      }
      guard !others.isEmpty else { return [] }
      return ([("the model", own)] + others).map { name, errors in
        [Self.title(of: quantity), name] + cells(errors) + ["\(errors.runs)"]
      }
    }
  }

  private static func title(of quantity: String) -> String {
    switch quantity {
    case "time_elapsed": "total time"
    case "qemu_total_time": "QEMU\u{2019}s total time"
    case "qemu_downtime": "QEMU\u{2019}s downtime"
    case "memory_processed": "bytes sent"
    default: quantity
    }
  }

  private static let errorColumns: [HTMLTable.Column] = [
    .init(title: "median"), .init(title: "90th percentile"), .init(title: "bias"),
  ]

  private func cells(_ errors: ErrorSummary) -> [String] {
    [
      Readable.percent(errors.median), Readable.percent(errors.p90),
      Readable.signedPercent(errors.bias),
    ]
  }
}
