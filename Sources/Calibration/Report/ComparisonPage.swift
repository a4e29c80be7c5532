import Foundation
import Records

/// A comparison as one page that needs nothing but a browser, for a person to judge the model by;
/// and its plots once more as Vega-Lite specifications, for whoever draws them anew.
///
/// The same comparison gives the same bytes.
public struct ComparisonPage: Sendable {
  let comparison: Comparison
  /// The scenario's key that runs are grouped by.
  let by: String?

  public init(_ comparison: Comparison, by: String?) {
    self.comparison = comparison
    self.by = by
  }

  public var html: String {
    let page = Element("html", ["lang": "en"]) {
      Element("head") {
        Element("meta", ["charset": "utf-8"])
        Element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        // Whatever a name might smuggle in, the page loads nothing and runs nothing.
        Element(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'",
          ])
        Element("title", text: "Predicted against measured migrations")
        Element("style", text: PageStyle.text)
      }
      Element("body") {
        Element("main") {
          heading
          figures
          plots
          groupTable
          baselineTable
          runTable
          skipped
          provenance
        }
      }
    }
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }

  /// The files of a page that is kept as `file`: its own, and the specifications beside it.
  ///
  /// Each replaces the file of its name whole, or not at all; the page comes last.
  public func write(to file: String) throws {
    for specification in specifications {
      let path = "\(stem(of: file)).\(specification.name).vl.json"
      try Data(try specification.text().utf8).write(to: URL(filePath: path), options: .atomic)
    }
    try Data(html.utf8).write(to: URL(filePath: file), options: .atomic)
  }

  private func stem(of file: String) -> String {
    file.hasSuffix(".html") ? String(file.dropLast(5)) : file
  }

  private var heading: Element {
    let skipped = comparison.skipped.count
    return Element("header") {
      Element("h1", text: "Predicted against measured")
      Element(
        "p", ["class": "lede"],
        text: "\(Readable.count(comparison.runs.count, "migration")) laid beside "
          + (comparison.runs.count == 1 ? "its prediction" : "their predictions")
          + (skipped == 0 ? "." : "; \(skipped) skipped, see below.")
          + " Errors are in per cent of the measured value: above 0, the prediction was too high.")
    }
  }
}

extension ComparisonPage {
  func runs(_ quantity: PlottedQuantity) -> [PlottedRun] {
    comparison.runs.compactMap { PlottedRun($0, quantity) }
  }

  /// The quantities that at least one run has on both sides.
  var quantities: [PlottedQuantity] {
    PlottedQuantity.allCases.filter { !runs($0).isEmpty }
  }

  /// The share of runs that the predictions' intervals should hold.
  var level: Double { comparison.runs.first?.predicted.prediction?.level ?? 0.9 }

  var levelText: String { Readable.number(level * 100) + " %" }

  /// Coverage of all runs, then of each group.
  func coverage(_ quantity: PlottedQuantity) -> [CoverageRow] {
    let all = runs(quantity)
    let groups = by == nil ? [] : comparison.groupValues
    return [CoverageRow("", all)].compactMap(\.self)
      + groups.compactMap { group in CoverageRow(group, all.filter { $0.group == group }) }
  }
}
