/// The many runs that a `vary` asks for: what capture plans and sweeps have in common.
public struct Variation: Sendable {
  public let axes: [Axis]
  /// In the design's order: a grid's last axis changes fastest.
  public let points: [VariedPoint]

  /// A million; more is a slip before it is a plan.
  public static let maximumPoints = 1_000_000

  /// The keys that stand in the plan's file for its variation.
  static let keys: [Key] = [
    Key(
      "vary", .anything, .optional,
      "Fields of the scenario by dotted path, each with a list of values or of whole parts, or "
        + "{from, to, points, scale: linear | log}."),
    Key(
      "design",
      .words([
        "grid", "pairs", "table", .later("latin-hypercube"), .later("sobol"), .later("halton"),
      ]), .default("grid"),
      "grid (every combination), pairs (few that hold every pair of values) or table."),
    Key(
      "points", .list(.anything, upTo: 10_000), .optional,
      "With design: table, the points themselves, each {path.rtt: 37 ms, …}."),
  ]

  /// Reads the variation of a settled plan; nil, and problems noted, where there is none to run.
  ///
  /// - Parameter limit: The most points that make sense for whoever runs them.
  init?(_ root: Settled, of tree: ScenarioNode, upTo limit: Int, noting checker: inout Checker) {
    let before = checker.problems.count
    let axes = checker.axes(tree["vary"], upTo: limit)
    let table = checker.table(tree["points"])
    let design = root["design"]
    if design?.word == "table" {
      if let vary = tree["vary"] {
        checker.add("a table has points and no vary", at: "vary", vary.place)
      }
      if table == nil { checker.add("is given without points", at: "design", design?.place) }
    } else if let points = tree["points"], design != nil {
      checker.add("needs design: table", at: "points", points.place)
    }
    guard checker.problems.count == before, let word = design?.word else { return nil }
    let count = Variation.count(word, axes.map(\.values.count), table: table?.count ?? 0)
    guard count <= Double(limit) else {
      let place = (tree["vary"] ?? tree["points"] ?? tree).place
      let shown = count < 1e15 ? String(Int64(count)) : "over 10^15"
      checker.add(
        "asks for \(shown) points, more than the \(limit) that make sense; give fewer values"
          + (word == "grid" ? ", or design: pairs" : ""),
        at: word == "table" ? "points" : "vary", place)
      return nil
    }
    self.axes = axes
    switch word {
    case "table": points = table ?? []
    case "pairs": points = PairDesign.rows(levels: axes.map(\.values.count)).map { axes.point($0) }
    default: points = Variation.grid(axes.map(\.values.count)).map { axes.point($0) }
    }
  }

  /// The points that a design has, or has at the least; in floating point, as the product of a
  /// few axes passes any integer.
  private static func count(_ design: String, _ levels: [Int], table: Int) -> Double {
    switch design {
    case "table": return Double(table)
    case "pairs": return levels.sorted().suffix(2).reduce(1.0) { $0 * Double($1) }
    default: return levels.reduce(1.0) { $0 * Double($1) }
    }
  }

  /// Every combination of the axes' values, by their indices.
  static func grid(_ levels: [Int]) -> [[Int]] {
    levels.reduce([[]]) { rows, count in
      rows.flatMap { row in (0..<count).map { row + [$0] } }
    }
  }
}

extension [Axis] {
  fileprivate func point(_ row: [Int]) -> VariedPoint {
    VariedPoint(
      values: zip(self, row).map { axis, index in
        VariedPoint.Value(path: axis.path, node: axis.values[index])
      })
  }
}

extension Checker {
  fileprivate mutating func add(_ message: String, at path: String, _ place: Place?) {
    add(message, at: path, place ?? .unknown)
  }
}
