extension ScenarioFormat {
  /// What may stand at a dotted path; list members are named by place or name
  /// (`workload.0.rate`, `vm.disks.vda.size`).
  static func kinds(at path: String) -> Result<[ValueKind], ScenarioProblem> {
    let words = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var kinds: [ValueKind] = [.mapping(keys)]
    for (index, word) in words.enumerated() {
      let next = kinds.flatMap { $0.below(word) }
      guard next.isEmpty else {
        kinds = next
        continue
      }
      let before = words[..<index].joined(separator: ".")
      let known = kinds.flatMap(\.wordsBelow)
      return .failure(ScenarioProblem(unknown(word, below: before, known: known), path: path))
    }
    return .success(kinds)
  }

  private static func unknown(_ word: String, below path: String, known: [String]) -> String {
    let inside = path.isEmpty ? "" : "\(path)."
    if let meant = Suggestion.nearest(to: word, among: known) {
      return "is no field of a scenario; did you mean \(inside)\(meant)?"
    }
    if let elsewhere = whereabouts[word] {
      return "is no field of a scenario; did you mean \(elsewhere.joined(separator: " or "))?"
    }
    guard !known.isEmpty else {
      return "is no field of a scenario; there is nothing below \(excerpt(path))"
    }
    let place = path.isEmpty ? "a scenario has" : "\(excerpt(path)) has"
    var seen: Set<String> = []
    let words = known.filter { seen.insert($0).inserted }
    return "is no field of a scenario; \(place) \(words.joined(separator: ", "))"
  }
}

extension ValueKind {
  /// What may stand under that word; more than one kind where the forms of a part differ.
  fileprivate func below(_ word: String) -> [ValueKind] {
    switch self {
    case .mapping(let keys):
      return keys.filter { $0.name == word }.flatMap { $0.kind.alternatives }
    case .named(let member, _): return word.isEmpty ? [] : member.alternatives
    case .list(let member, _): return word.isEmpty ? [] : member.alternatives
    case .tuple(let members):
      guard let index = Int(word), members.indices.contains(index) else { return [] }
      return members[index].alternatives
    case .part(let forms):
      if word == "pattern" { return [.text] }
      return (forms.patterns + forms.keyed).flatMap(\.keys).filter { $0.name == word }
        .flatMap { $0.kind.alternatives }
    case .anything: return [.anything]
    default: return []
    }
  }

  fileprivate var wordsBelow: [String] {
    switch self {
    case .mapping(let keys): return keys.map(\.name)
    case .part(let forms):
      return ["pattern"] + (forms.patterns + forms.keyed).flatMap(\.keys).map(\.name)
    default: return []
    }
  }

  private var alternatives: [ValueKind] {
    switch self {
    case .oneOf(let kinds): return kinds.flatMap(\.alternatives)
    case .later(let kind, _): return kind.alternatives
    default: return [self]
    }
  }
}
