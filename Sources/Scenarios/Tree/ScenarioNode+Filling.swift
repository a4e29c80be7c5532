extension ScenarioNode {
  /// This tree, with what it lacks taken from another. A list is one value.
  public func filled(from other: ScenarioNode) -> ScenarioNode {
    guard case .mapping(var entries) = content, case .mapping(let others) = other.content else {
      return self
    }
    for entry in others {
      if let index = entries.firstIndex(where: { $0.key == entry.key }) {
        entries[index].value = entries[index].value.filled(from: entry.value)
      } else {
        entries.append(entry)
      }
    }
    return ScenarioNode(.mapping(entries), at: place)
  }
}
