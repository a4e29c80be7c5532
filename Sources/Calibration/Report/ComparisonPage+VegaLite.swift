import Records

/// The page's plots as Vega-Lite specifications, with the same numbers.
extension ComparisonPage {
  public var specifications: [VegaLite] {
    guard !quantities.isEmpty else { return [] }
    return [predictedVersusMeasured, errorsByRun, errorsByPath, coverageOfIntervals]
  }

  private var predictedVersusMeasured: VegaLite {
    // A logarithmic scale has no place for a 0.
    let positive: [JSONValue] = [
      ["field": "measured_ms", "gt": 0], ["field": "predicted_ms", "gt": 0],
    ]
    return VegaLite(
      name: "predicted-vs-measured", title: "Predicted over measured", data: rows,
      plots: quantities.map { quantity in
        let values = runs(quantity).flatMap { [$0.measured, $0.predicted] }.filter { $0 > 0 }
        let ends = [values.min(), values.max()].compactMap(\.self)
        return VegaLite.plot(
          of: quantity, filter: positive,
          layers: [
            VegaLite.layer(
              ["type": "point", "filled": true, "tooltip": ["content": "data"]],
              [
                "x": VegaLite.field(
                  "measured_ms", "quantitative", title: "measured [ms]", scale: Self.logarithmic),
                "y": VegaLite.field(
                  "predicted_ms", "quantitative", title: "predicted [ms]",
                  scale: Self.logarithmic),
                "color": VegaLite.inside, "shape": VegaLite.insideShape,
              ]),
            [
              "data": ["values": .array(ends.map { ["both_ms": .integer($0)] })],
              "mark": ["type": "line", "color": "#5b616b", "strokeWidth": 1],
              "encoding": [
                "x": ["field": "both_ms", "type": "quantitative"],
                "y": ["field": "both_ms", "type": "quantitative"],
              ],
            ],
          ])
      })
  }

  private var errorsByRun: VegaLite {
    VegaLite(
      name: "errors-by-run", title: "Errors of the predictions and their intervals", data: rows,
      plots: quantities.map { quantity in
        let run: JSONValue = [
          "field": "run", "type": "nominal", "title": .null,
          "sort": ["field": "error_percent", "order": "ascending"],
        ]
        return VegaLite.plot(
          of: quantity, filter: [Self.hasError],
          layers: [
            VegaLite.layer(
              ["type": "rule", "opacity": 0.4, "strokeWidth": 2],
              [
                "y": run,
                "x": VegaLite.field("low_percent", "quantitative", title: Self.error),
                "x2": ["field": "high_percent"], "color": VegaLite.inside,
              ]),
            VegaLite.layer(
              ["type": "point", "filled": true, "tooltip": ["content": "data"]],
              [
                "y": run,
                "x": VegaLite.field("error_percent", "quantitative", title: Self.error),
                "color": VegaLite.inside, "shape": VegaLite.insideShape,
              ]),
          ])
      })
  }

  private var errorsByPath: VegaLite {
    let fields = [("rtt_ms", "round trip [ms]"), ("bandwidth_mbit_s", "bandwidth [Mbit/s]")]
    return VegaLite(
      name: "errors-by-path", title: "Errors over the path", data: rows,
      plots: fields.flatMap { field, title in
        quantities.map { quantity in
          VegaLite.plot(
            of: quantity, filter: [Self.hasError, ["field": .string(field), "gt": 0]],
            layers: [
              VegaLite.layer(
                ["type": "point", "filled": true, "tooltip": ["content": "data"]],
                [
                  "x": VegaLite.field(
                    field, "quantitative", title: title, scale: Self.logarithmic),
                  "y": VegaLite.field("error_percent", "quantitative", title: Self.error),
                  "color": VegaLite.inside, "shape": VegaLite.insideShape,
                ])
            ])
        }
      })
  }

  private var coverageOfIntervals: VegaLite {
    let data = quantities.flatMap { quantity in
      coverage(quantity).map { row -> JSONValue in
        [
          "quantity": .string(quantity.rawValue),
          "group": .string(row.group.isEmpty ? "all runs" : row.group),
          "inside": .integer(Int64(row.inside)), "runs": .integer(Int64(row.runs)),
          "share": VegaLite.number(row.share),
          "plausible_low": VegaLite.number(row.plausible.lowerBound),
          "plausible_high": VegaLite.number(row.plausible.upperBound),
          "level": VegaLite.number(level),
        ]
      }
    }
    let group: JSONValue = ["field": "group", "type": "nominal", "title": .null, "sort": .null]
    let share: JSONValue = ["domain": [0, 1]]
    return VegaLite(
      name: "coverage", title: "Share of measurements inside the intervals", data: data,
      plots: quantities.map { quantity in
        VegaLite.plot(
          of: quantity,
          layers: [
            VegaLite.layer(
              ["type": "rule", "opacity": 0.4, "strokeWidth": 2],
              [
                "y": group,
                "x": VegaLite.field(
                  "plausible_low", "quantitative", title: "inside", scale: share),
                "x2": ["field": "plausible_high"],
              ]),
            VegaLite.layer(
              ["type": "point", "filled": true, "tooltip": ["content": "data"]],
              [
                "y": group,
                "x": VegaLite.field("share", "quantitative", title: "inside", scale: share),
              ]),
            VegaLite.layer(
              ["type": "rule", "color": "#5b616b"],
              ["x": ["datum": VegaLite.number(level), "type": "quantitative"]]),
          ])
      })
  }

  private static let logarithmic: JSONValue = ["type": "log", "nice": false, "zero": false]
  private static let hasError: JSONValue = ["field": "error_percent", "valid": true]
  private static let error = "error [%]"

  /// A row for each run and quantity.
  private var rows: [JSONValue] {
    quantities.flatMap { quantity in
      runs(quantity).map { run in
        [
          "run": .string(run.run), "group": .string(run.group),
          "quantity": .string(quantity.rawValue),
          "measured_ms": .integer(run.measured), "predicted_ms": .integer(run.predicted),
          "low_ms": run.interval.map { .integer($0.lowerBound) } ?? .null,
          "high_ms": run.interval.map { .integer($0.upperBound) } ?? .null,
          "error_percent": VegaLite.number(run.errorPercent),
          "low_percent": VegaLite.number(run.intervalPercent?.lowerBound),
          "high_percent": VegaLite.number(run.intervalPercent?.upperBound),
          "inside": run.isInside.map(JSONValue.bool) ?? .null,
          "rtt_ms": VegaLite.number(run.roundTripMilliseconds),
          "bandwidth_mbit_s": VegaLite.number(run.bandwidthMegabits),
        ]
      }
    }
  }
}
