extension Checker {
  /// The axes of a `vary`, in the file's order; one alone that has more than `limit` values is told
  /// before they are looked at.
  mutating func axes(_ vary: ScenarioNode?, upTo limit: Int) -> [Axis] {
    guard let vary else { return [] }
    guard case .mapping(let entries) = vary.content else {
      add(
        "fields with their values were expected ({path.rtt: [1 ms, 40 ms]}), not "
          + vary.kindInWords, at: "vary", vary.place)
      return []
    }
    checkFields(entries, in: "vary")
    return entries.compactMap { entry in
      guard let values = values(of: entry, upTo: limit) else { return nil }
      return Axis(path: entry.key, values: values, place: entry.keyPlace)
    }
  }

  /// The points of a table; every one has the fields of the first.
  mutating func table(_ written: ScenarioNode?) -> [VariedPoint]? {
    guard let written, case .sequence(let rows) = written.content else { return nil }
    if rows.isEmpty { add("has no point", at: "points", written.place) }
    var first: [String]?
    var known: Set<String> = []
    return rows.enumerated().compactMap { index, row in
      let path = "points.\(index)"
      guard case .mapping(let entries) = row.content else {
        add("a mapping of fields was expected, not \(row.kindInWords)", at: path, row.place)
        return nil
      }
      let fields = entries.map(\.key)
      // One slip in the first row's names would be told as often as there are rows.
      let fresh = entries.filter { known.insert($0.key).inserted }
      checkFields(fresh, in: path)
      if let first, let lacking = first.first(where: { !fields.contains($0) }) {
        add("lacks \(lacking), which the first point has", at: path, row.place)
      } else if let first, let extra = entries.first(where: { !first.contains($0.key) }) {
        add("has \(excerpt(extra.key)), which the first point lacks", at: path, extra.keyPlace)
      }
      first = first ?? fields
      return VariedPoint(values: entries.map { .init(path: $0.key, node: $0.value) })
    }
  }

  /// Each field must be one of a scenario's, and none a part of another.
  private mutating func checkFields(_ entries: [ScenarioNode.Entry], in path: String) {
    let keys = Set(entries.map(\.key))
    for entry in entries where !isFull {
      let place = excerpt("\(path).\(entry.key)")
      if case .failure(let problem) = ScenarioFormat.kinds(at: entry.key) {
        add(problem.message, at: place, entry.keyPlace)
      } else if let whole = entry.key.dottedParents.first(where: keys.contains) {
        add("\(excerpt(whole)) is varied as a whole already", at: place, entry.keyPlace)
      }
    }
  }

  private mutating func values(
    of entry: ScenarioNode.Entry, upTo limit: Int
  ) -> [ScenarioNode]? {
    let path = excerpt("vary.\(entry.key)")
    switch entry.value.content {
    case .sequence(let values):
      if values.isEmpty { add("has no value", at: path, entry.value.place) }
      guard values.count <= limit else {
        add(tooMany(values.count, limit), at: path, entry.value.place)
        return nil
      }
      for (index, value) in values.enumerated() {
        let earlier = values[..<index].contains { $0.json == value.json }
        if earlier {
          add("\(excerpt(value.flowText())) is given more than once", at: path, value.place)
        }
      }
      return values
    case .mapping: return range(entry, at: path, upTo: limit)
    case .scalar:
      add(
        "a list of values, or {from, to, points}, was expected, not \(entry.value.kindInWords)",
        at: path, entry.value.place)
      return nil
    }
  }

  private func tooMany(_ count: Int, _ limit: Int) -> String {
    "asks for \(count) points, more than the \(limit) that make sense; give fewer values"
  }

  private mutating func range(
    _ entry: ScenarioNode.Entry, at path: String, upTo limit: Int
  ) -> [ScenarioNode]? {
    let before = problems.count
    guard let range = settle(entry.value, as: .mapping(ValueRange.keys), at: path),
      problems.count == before, case .success(let kinds) = ScenarioFormat.kinds(at: entry.key)
    else { return nil }
    let values = ValueRange(range)
    guard values.points <= limit else {
      add(tooMany(values.points, limit), at: path, entry.value.place)
      return nil
    }
    do throws(ScenarioProblem) {
      return try values.values(of: kinds, at: path)
    } catch {
      add(error.message, at: error.path, error.place)
      return nil
    }
  }
}

extension String {
  /// "a.b" and "a" of "a.b.c".
  fileprivate var dottedParents: [String] {
    indices.filter { self[$0] == "." }.map { String(self[..<$0]) }
  }
}
