extension ScenarioNode {
  /// Applies `--set path.rtt='100 ms'`: a dotted path, members of lists by place or name.
  ///
  /// Keys that aren't there are added. A wrong key is left to the check that every scenario goes
  /// through, which knows the words.
  public mutating func set(_ assignment: String) throws(ScenarioProblems) {
    guard let equals = assignment.firstIndex(of: "=") else {
      throw ScenarioProblems(
        ScenarioProblem(
          "write key=value, such as path.rtt='100 ms'",
          at: .option("--set \(excerpt(assignment))")))
    }
    let path = String(assignment[..<equals])
    try set(path, to: String(assignment[assignment.index(after: equals)...]))
  }

  /// Sets one value; `text` may be YAML's flow style, such as `[{pattern: idle}]`.
  ///
  /// - Parameter option: the flag that a problem with the value is said to be in.
  public mutating func set(
    _ path: String, to text: String, option: String = "--set"
  ) throws(ScenarioProblems) {
    let place = Place.option("\(option) \(excerpt(path))")
    do throws(ScenarioProblem) {
      let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard keys.count <= ScenarioNode.maximumDepth, keys.allSatisfy({ !$0.isEmpty }) else {
        throw ScenarioProblem("is no path of keys, such as path.rtt", path: path, at: place)
      }
      let value = try ScenarioNode.value(text, path: path, at: place)
      try replace(at: keys[...], of: path, with: value)
    } catch {
      throw ScenarioProblems(error)
    }
  }

  /// Sets one value that is a tree already, and keeps the places in it.
  mutating func set(_ path: String, to value: ScenarioNode) throws(ScenarioProblem) {
    let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    try replace(at: keys[...], of: path, with: value)
  }

  private static func value(
    _ text: String, path: String, at place: Place
  ) throws(ScenarioProblem) -> ScenarioNode {
    guard let first = text.first(where: { $0 != " " }), "[{\"'".contains(first) else {
      return .text(text, at: place)
    }
    do {
      let wrapper = try ScenarioNode(yaml: "value: \(text)")
      guard case .mapping(let entries) = wrapper.content, entries.count == 1 else {
        throw ScenarioProblem("is more than one value", path: path, at: place)
      }
      return entries[0].value.placed(place)
    } catch let problem as ScenarioProblem {
      throw problem
    } catch let problems as ScenarioProblems {
      throw ScenarioProblem(problems.problems[0].message, path: path, at: place)
    } catch {
      throw ScenarioProblem("is no value", path: path, at: place)
    }
  }

  private mutating func replace(
    at keys: ArraySlice<String>, of path: String, with value: ScenarioNode
  ) throws(ScenarioProblem) {
    guard let key = keys.first else {
      self = value
      return
    }
    let rest = keys.dropFirst()
    switch content {
    case .mapping(var entries):
      if let index = entries.firstIndex(where: { $0.key == key }) {
        try entries[index].value.replace(at: rest, of: path, with: value)
        if rest.isEmpty { entries[index].keyPlace = value.place }
      } else {
        if let next = rest.first, Int(next) != nil {
          throw ScenarioProblem(
            "there is no list \(excerpt(key)) whose members could be set", path: path,
            at: value.place)
        }
        var child = ScenarioNode.mapping([], at: value.place)
        try child.replace(at: rest, of: path, with: value)
        entries.append(Entry(key, child, keyPlace: value.place))
      }
      content = .mapping(entries)
    case .sequence(var members):
      let index = try ScenarioNode.index(of: key, in: members, path: path, at: value.place)
      if index == members.count { members.append(.mapping([], at: value.place)) }
      try members[index].replace(at: rest, of: path, with: value)
      content = .sequence(members)
    case .scalar:
      throw ScenarioProblem(
        "there is nothing below \"\(excerpt(scalar?.text ?? ""))\" to set \(excerpt(key)) in",
        path: path, at: value.place)
    }
  }

  /// A member's place by number (the one after the last adds a member) or by its name.
  private static func index(
    of key: String, in members: [ScenarioNode], path: String, at place: Place
  ) throws(ScenarioProblem) -> Int {
    let names = members.map { $0["name"]?.scalar?.text ?? "" }
    if let index = names.firstIndex(of: key) { return index }
    if let index = Int(key), index >= 0, index <= members.count { return index }
    let known = names.filter { !$0.isEmpty }
    let meant = Suggestion.nearest(to: key, among: known).map { "; did you mean \($0)?" }
    throw ScenarioProblem(
      "the list has no member \(excerpt(key))\(meant ?? ", it has \(members.count)")",
      path: path, at: place)
  }
}
