import Records

/// A plot as Vega-Lite 5 draws it (vega.github.io/vega-lite), with its data inside.
public struct VegaLite: Sendable {
  /// What the plot shows, in words for a file's name.
  public let name: String
  let title: String
  let data: [JSONValue]
  /// Plots side by side, each of its own part of the data.
  let plots: [JSONValue]

  var value: JSONValue {
    [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "title": .string(title),
      "data": ["values": .array(data)],
      "hconcat": .array(plots),
      "config": ["view": ["continuousWidth": 320, "continuousHeight": 320]],
    ]
  }

  /// The file's text; the same plot gives the same bytes.
  public func text() throws -> String { try RecordFile.pretty(value) + "\n" }
}

/// The pieces that the specifications are made of.
extension VegaLite {
  static func plot(
    of quantity: PlottedQuantity, filter: [JSONValue] = [], layers: [JSONValue]
  ) -> JSONValue {
    let own: JSONValue = ["filter": ["field": "quantity", "equal": .string(quantity.rawValue)]]
    return [
      "title": .string(quantity.title),
      "transform": .array([own] + filter.map { ["filter": $0] }),
      "layer": .array(layers),
    ]
  }

  static func layer(_ mark: JSONValue, _ encoding: JSONValue) -> JSONValue {
    ["mark": mark, "encoding": encoding]
  }

  static func field(
    _ name: String, _ type: String, title: String, scale: JSONValue? = nil
  ) -> JSONValue {
    var members: [String: JSONValue] = [
      "field": .string(name), "type": .string(type), "title": .string(title),
    ]
    members["scale"] = scale
    return .object(members)
  }

  /// Told by shape as well as by colour.
  static let inside: JSONValue = [
    "field": "inside", "type": "nominal", "title": "inside the interval",
    "scale": ["domain": [true, false], "range": ["#1c62b4", "#b8460e"]],
  ]
  static let insideShape: JSONValue = [
    "field": "inside", "type": "nominal", "title": "inside the interval",
    "scale": ["domain": [true, false], "range": ["circle", "diamond"]],
  ]

  /// To a thousandth, so that a file holds no digits that mean nothing.
  static func number(_ value: Double?) -> JSONValue {
    value.map { .number(($0 * 1000).rounded() / 1000) } ?? .null
  }
}
