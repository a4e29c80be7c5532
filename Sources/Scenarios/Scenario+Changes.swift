/// The same scenario with something else in it, as if its file or a flag had said so.
extension Scenario {
  /// Settles it again with other values, each a dotted path and a text as `--set` has them; so a
  /// change is checked, and works on what else it decides, as the user's own would.
  public func setting(
    _ values: [(path: String, text: String)]
  ) throws(ScenarioProblems) -> Scenario {
    var node = origin.node
    for (path, text) in values { try node.set(path, to: text) }
    return try Scenario(node, file: origin.file, profiles: origin.profiles)
  }

  /// A value that counts, as it stands in the effective values: "37 Mbit/s".
  public func text(at path: String) -> String? { values.first { $0.path == path }?.text }

  /// The words that a key takes and the model knows, in the description's order.
  public static func words(at path: String) -> [String] {
    guard case .success(let kinds) = ScenarioFormat.kinds(at: path) else { return [] }
    return kinds.flatMap { kind -> [String] in
      guard case .words(let words) = kind else { return [] }
      return words.filter(\.isSupported).map(\.text)
    }
  }
}
