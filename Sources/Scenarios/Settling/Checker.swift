/// Holds a tree against a description, and collects all that is wrong.
struct Checker {
  let file: String?
  private(set) var problems: [ScenarioProblem] = []
  private(set) var values: [EffectiveValue] = []
  /// Keys of the whole format by their last word, to say where a misplaced one belongs.
  let whereabouts: [String: [String]]
  /// What whoever asks can do that the model can't, and the other way round.
  let abilities: Abilities
  /// Above zero while the inside of something that isn't built yet is looked through.
  private var insideLater = 0
  private var insideDefault = 0

  init(
    file: String?, whereabouts: [String: [String]] = [:], abilities: Abilities = .ofTheModel
  ) {
    self.file = file
    self.whereabouts = whereabouts
    self.abilities = abilities
  }

  mutating func add(
    _ message: String, at path: String, _ place: Place, kind: ScenarioProblem.Kind = .invalid
  ) {
    guard !isFull else { return }
    problems.append(
      ScenarioProblem(message, path: path, at: place, file: file, kind: kind))
  }

  /// True when so much is wrong that more is not noted.
  var isFull: Bool { problems.count >= ScenarioProblems.maximumCount }

  mutating func add(_ message: String, _ settled: Settled) {
    add(message, at: settled.path, settled.place)
  }

  mutating func refuse(_ feature: String, at path: String, _ place: Place, word: String? = nil) {
    // What is inside something that isn't built is no news.
    guard insideLater == 0 else { return }
    let message = (word.map { "\($0): " } ?? "") + "not supported yet"
    add(message, at: path, place, kind: .unsupported(feature: feature))
  }

  /// Whether whoever asks can do what the model can't yet.
  func accepts(_ feature: String) -> Bool { abilities.beyondTheModel.contains(feature) }

  mutating func append(_ others: ScenarioProblems) {
    for problem in others.problems where !isFull { problems.append(problem) }
  }

  /// Notes a value that counts.
  mutating func note(_ path: String, _ text: String, _ origin: EffectiveValue.Origin) {
    guard insideLater == 0 else { return }
    values.append(EffectiveValue(path: path, text: text, origin: origin))
  }

  /// Takes back what was noted of a value that turned out not to count.
  mutating func dropValues(from count: Int) {
    values.removeSubrange(count...)
  }

  func origin(_ place: Place) -> EffectiveValue.Origin {
    if insideDefault > 0 { return .default }
    if case .option = place { return .flag }
    return .file
  }

  /// Reads a node as that kind; nil, and a problem noted, where it isn't.
  mutating func settle(_ node: ScenarioNode, as kind: ValueKind, at path: String) -> Settled? {
    switch kind {
    case .oneOf(let kinds): return settleOne(of: kinds, node, at: path)
    case .list(let member, let limit): return settleList(node, member, limit, at: path)
    case .tuple(let members): return settleTuple(node, members, at: path)
    case .mapping(let keys): return settleMapping(node, keys, at: path)
    case .named(let member, let limit): return settleNamed(node, member, limit, at: path)
    case .part(let forms): return settlePart(node, forms, at: path)
    case .anything: return settled(node, at: path, .nothing)
    case .later(let kind, let feature):
      later { $0.settle(node, as: kind, at: path) }
      refuse(feature, at: path, node.place, word: feature)
      return nil
    default: return settleScalar(node, as: kind, at: path)
    }
  }

  func settled(_ node: ScenarioNode, at path: String, _ value: Settled.Value) -> Settled {
    Settled(
      path: path, place: node.place, text: node.scalar?.text ?? "",
      isDefault: insideDefault > 0, value: value)
  }

  /// Looks through the inside of a later feature: slips are still slips, but the features inside
  /// are not refused one by one, and nothing of it counts.
  @discardableResult
  mutating func later(_ body: (inout Checker) -> Settled?) -> Settled? {
    insideLater += 1
    defer { insideLater -= 1 }
    return body(&self)
  }

  mutating func fallback(_ body: (inout Checker) -> Settled?) -> Settled? {
    insideDefault += 1
    defer { insideDefault -= 1 }
    return body(&self)
  }

  var isInsideLater: Bool { insideLater > 0 }
}

extension ScenarioNode {
  /// One line, as YAML's flow style: "[[0.5 s, 900], [1 s, 1500]]".
  func flowText() -> String {
    switch content {
    case .scalar(let scalar): return scalar.text
    case .sequence(let members):
      return "[" + members.map { $0.flowText() }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      return "{" + entries.map { "\($0.key): \($0.value.flowText())" }.joined(separator: ", ")
        + "}"
    }
  }
}
