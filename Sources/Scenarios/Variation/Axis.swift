/// One field of a scenario, and the values that it takes in turn.
public struct Axis: Sendable {
  /// Dotted, as `path.rtt` or `workload.0.rate`.
  public let path: String
  public let values: [ScenarioNode]
  let place: Place
}

/// One of many runs: a value for each varied field.
public struct VariedPoint: Sendable {
  public struct Value: Sendable {
    public let path: String
    public let node: ScenarioNode

    /// As a table shows it: "37 ms", "idle + uniform 64 MiB 1 MiB/s".
    public var label: String { node.label }
  }

  public let values: [Value]

  /// The base with this point's values in it.
  func applied(to base: ScenarioNode) throws(ScenarioProblem) -> ScenarioNode {
    var node = base
    for value in values { try node.set(value.path, to: value.node) }
    return node
  }
}

extension ScenarioNode {
  /// A value in a few words: a mapping by its values, a list by its members.
  fileprivate var label: String {
    switch content {
    case .scalar(let scalar): return excerpt(scalar.text)
    case .sequence(let members): return members.map(\.label).joined(separator: " + ")
    case .mapping(let entries): return entries.map(\.value.label).joined(separator: " ")
    }
  }
}
