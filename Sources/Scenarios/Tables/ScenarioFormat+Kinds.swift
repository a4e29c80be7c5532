extension ScenarioFormat {
  /// What the description takes at a path of keys; nil where it knows none.
  static func kind(at path: [Substring]) -> ValueKind? {
    path.reduce(Optional(.mapping(keys))) { $0?.member(String($1)) }
  }
}

extension ValueKind {
  /// The kind of a member of this one, by its key or its number.
  fileprivate func member(_ key: String) -> ValueKind? {
    switch self {
    case .mapping(let keys): return keys.first { $0.name == key }?.kind
    case .list(let member, _): return Int(key) == nil ? nil : member
    case .part(let forms):
      if key == "pattern" { return .text }
      let keys = (forms.patterns + forms.keyed).flatMap(\.keys)
      return keys.first { $0.name == key }?.kind
    case .oneOf(let kinds): return kinds.lazy.compactMap { $0.member(key) }.first
    case .later(let kind, _): return kind.member(key)
    default: return nil
    }
  }
}
