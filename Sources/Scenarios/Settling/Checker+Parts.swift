extension Checker {
  /// A workload's part: which keys it may have depends on its pattern.
  mutating func settlePart(
    _ node: ScenarioNode, _ forms: PartForms, at path: String
  ) -> Settled? {
    guard case .mapping(let entries) = node.content else {
      add(
        "a mapping with a pattern was expected, not \(node.kindInWords)", at: path, node.place)
      return nil
    }
    guard let (form, tag) = chooseForm(entries, forms, node.place, at: path) else { return nil }
    let feature = tag == nil ? form.name : "pattern \(form.name)"
    // The hosts have a key of that name too.
    let ability = feature == "profile" ? "workload profile" : feature
    if let why = abilities.onlyOfTheModel[ability] {
      add("\(form.name): \(why)", at: path, tag?.place ?? node.place)
      return nil
    }
    guard form.isSupported || accepts(feature) else {
      later { $0.settleMapping(node, form.keys, at: path, besides: ["pattern"]) }
      if let pattern = tag {
        refuse(feature, at: "\(path).pattern", pattern.place, word: form.name)
      } else {
        refuse(feature, at: "\(path).\(form.name)", node.place)
      }
      return nil
    }
    guard let pattern = tag else { return settleMapping(node, form.keys, at: path) }
    note("\(path).pattern", form.name, origin(pattern.place))
    guard let part = settleMapping(node, form.keys, at: path, besides: ["pattern"]) else {
      return nil
    }
    guard case .mapping(var members) = part.value else { return nil }
    members["pattern"] = settled(pattern, at: "\(path).pattern", .text(form.name))
    return settled(node, at: path, .mapping(members))
  }

  private mutating func chooseForm(
    _ entries: [ScenarioNode.Entry], _ forms: PartForms, _ place: Place, at path: String
  ) -> (form: PartForms.Form, pattern: ScenarioNode?)? {
    if let pattern = entries.first(where: { $0.key == "pattern" })?.value {
      let known = forms.patterns.map(\.name)
      guard let text = pattern.scalar?.text else {
        add("a pattern's name was expected", at: "\(path).pattern", pattern.place)
        return nil
      }
      if let form = forms.patterns.first(where: { $0.name == text }) { return (form, pattern) }
      let advice =
        Suggestion.nearest(to: text, among: known).map { "did you mean \($0)?" }
        ?? "known: \(known.joined(separator: ", "))"
      add("no pattern \"\(excerpt(text))\"; \(advice)", at: "\(path).pattern", pattern.place)
      return nil
    }
    for form in forms.keyed where entries.contains(where: { $0.key == form.name }) {
      return (form, nil)
    }
    let starts = ["pattern"] + forms.keyed.map(\.name)
    for entry in entries {
      if let meant = Suggestion.nearest(to: entry.key, among: starts) {
        add(
          "unknown key; did you mean \(meant)?", at: excerpt("\(path).\(entry.key)"),
          entry.keyPlace)
        return nil
      }
    }
    add("has no pattern; a part needs one of \(starts.joined(separator: ", "))", at: path, place)
    return nil
  }
}
