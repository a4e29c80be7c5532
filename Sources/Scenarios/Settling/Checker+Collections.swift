import Quantities

extension Checker {
  mutating func settleList(
    _ node: ScenarioNode, _ member: ValueKind, _ limit: Int, at path: String
  ) -> Settled? {
    guard case .sequence(let members) = node.content else {
      let kind = ValueKind.list(member, upTo: limit)
      add("\(kind.inWords) was expected, not \(node.kindInWords)", at: path, node.place)
      return nil
    }
    guard members.count <= limit else {
      add("has \(members.count) members; at most \(limit) make sense", at: path, node.place)
      return nil
    }
    let countBefore = values.count
    let settledMembers = members.enumerated().map { index, child in
      settle(child, as: member, at: "\(path).\(index)")
    }
    if case .tuple = member {
      // A curve's points are one value to a reader, not hundreds.
      dropValues(from: countBefore)
      note(path, excerpt(node.flowText()), origin(node.place))
    }
    return settled(node, at: path, .list(settledMembers))
  }

  mutating func settleTuple(
    _ node: ScenarioNode, _ kinds: [ValueKind], at path: String
  ) -> Settled? {
    guard case .sequence(let members) = node.content, members.count == kinds.count else {
      add("\(ValueKind.tuple(kinds).inWords) was expected", at: path, node.place)
      return nil
    }
    var settledMembers: [Settled?] = []
    for (index, (child, kind)) in zip(members, kinds).enumerated() {
      settledMembers.append(settle(child, as: kind, at: "\(path).\(index)"))
    }
    return settled(node, at: path, .list(settledMembers))
  }

  mutating func settleMapping(
    _ node: ScenarioNode, _ keys: [Key], at path: String, besides: [String] = []
  ) -> Settled? {
    guard case .mapping(let entries) = node.content else {
      add(
        "\(ValueKind.mapping(keys).inWords) was expected, not \(node.kindInWords)", at: path,
        node.place)
      return nil
    }
    checkNames(of: entries, keys, at: path, besides: besides)
    var members: [String: Settled] = [:]
    for key in keys {
      let childPath = path.isEmpty ? key.name : "\(path).\(key.name)"
      if let entry = entries.first(where: { $0.key == key.name }) {
        members[key.name] = settleEntry(entry, key, at: childPath)
      } else if case .supported = key.status {
        members[key.name] = settleMissing(key, node.place, at: childPath)
      } else if case .fallback(let value) = key.need, !isInsideLater {
        members[key.name] = fallback { $0.settle(value, as: key.kind, at: childPath) }
      }
    }
    return settled(node, at: path, .mapping(members))
  }

  mutating func settleNamed(
    _ node: ScenarioNode, _ member: ValueKind, _ limit: Int, at path: String
  ) -> Settled? {
    guard case .mapping(let entries) = node.content else {
      let kind = ValueKind.named(member, upTo: limit)
      add("\(kind.inWords) was expected, not \(node.kindInWords)", at: path, node.place)
      return nil
    }
    guard entries.count <= limit else {
      add("has \(entries.count) members; at most \(limit) make sense", at: path, node.place)
      return nil
    }
    var members: [String: Settled] = [:]
    for entry in entries {
      let childPath = "\(path).\(excerpt(entry.key))"
      if members[entry.key] != nil {
        add("is given more than once; keep one", at: childPath, entry.keyPlace)
      } else if !HostProfile.canBeNamed(entry.key) {
        add(
          "is no name: empty, longer than 200 bytes, or with control characters", at: childPath,
          entry.keyPlace)
      } else {
        members[entry.key] = settle(entry.value, as: member, at: childPath)
      }
    }
    return settled(node, at: path, .mapping(members))
  }

  private mutating func settleEntry(
    _ entry: ScenarioNode.Entry, _ key: Key, at path: String
  ) -> Settled? {
    if let why = abilities.onlyOfTheModel[key.name] {
      add(why, at: path, entry.keyPlace)
      return nil
    }
    switch key.status {
    case .supported: return settle(entry.value, as: key.kind, at: path)
    case .later where accepts(key.name): return settle(entry.value, as: key.kind, at: path)
    case .later:
      later { $0.settle(entry.value, as: key.kind, at: path) }
      refuse(key.name, at: path, entry.keyPlace)
      return nil
    case .laterUnless(let neutral):
      let countBefore = values.count
      guard let settled = settle(entry.value, as: key.kind, at: path) else { return nil }
      if settled.isNeutral(neutral) || accepts(key.name) { return settled }
      dropValues(from: countBefore)
      refuse(key.name, at: path, entry.keyPlace)
      return nil
    }
  }

  private mutating func settleMissing(_ key: Key, _ place: Place, at path: String) -> Settled? {
    switch key.need {
    case .fallback(let value):
      if case .mapping = key.kind {
        // What is missing in a mapping that isn't there is missing where the mapping would be.
        return settle(value.placed(place), as: key.kind, at: path)
      }
      return fallback { $0.settle(value, as: key.kind, at: path) }
    case .required:
      guard !isInsideLater else { return nil }
      // What isn't there is no option's fault; without a file, an option is the remedy.
      let option = file == nil ? ScenarioFlags.name(forPath: path) : nil
      let remedy = option.map { " (\($0))" } ?? ""
      if case .option = place {
        add("is required\(remedy): \(key.kind.inWords)", at: path, .unknown)
      } else {
        add("is required\(remedy): \(key.kind.inWords)", at: path, place)
      }
      return nil
    case .derived, .optional: return nil
    }
  }

  private mutating func checkNames(
    of entries: [ScenarioNode.Entry], _ keys: [Key], at path: String, besides: [String]
  ) {
    var seen: Set<String> = []
    for entry in entries {
      // Guessing what was meant is not for free.
      if isFull { return }
      let childPath = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if !seen.insert(entry.key).inserted {
        add("is given more than once; keep one", at: excerpt(childPath), entry.keyPlace)
      }
      guard !besides.contains(entry.key), !keys.contains(where: { $0.name == entry.key }) else {
        continue
      }
      add(
        unknownKey(entry.key, among: besides + keys.map(\.name)), at: excerpt(childPath),
        entry.keyPlace)
    }
  }

  /// "unknown key; did you mean rtt?".
  func unknownKey(_ name: String, among known: [String]) -> String {
    if let meant = Suggestion.nearest(to: name, among: known) {
      return "unknown key; did you mean \(meant)?"
    }
    if let elsewhere = whereabouts[name] {
      return "unknown key here; did you mean \(elsewhere.joined(separator: " or "))?"
    }
    return known.isEmpty
      ? "unknown key; there is none here"
      : "unknown key; known here: \(known.joined(separator: ", "))"
  }

  mutating func settleOne(
    of kinds: [ValueKind], _ node: ScenarioNode, at path: String
  ) -> Settled? {
    let fitting = kinds.filter { $0.fitsShape(of: node) }
    if fitting.count == 1 { return settle(node, as: fitting[0], at: path) }
    if let scalar = node.scalar {
      if let words = fitting.first(where: { $0.hasWord(scalar.text) }) {
        return settle(node, as: words, at: path)
      }
      if let unit = fitting.first(where: { $0.hasUnit(endingIn: scalar.text) }) {
        return settle(node, as: unit, at: path)
      }
      if let bare = fitting.first(where: { $0.isBare }), scalar.interpretation != .text {
        return settle(node, as: bare, at: path)
      }
      // A bare 0 is nothing of any unit.
      if scalar.text == "0", let quantity = fitting.first(where: { !$0.unitSymbols.isEmpty }) {
        return settle(node, as: quantity, at: path)
      }
    }
    addMismatch(node, with: kinds, at: path)
    return nil
  }
}

extension Checker {
  /// None of several forms fits.
  private mutating func addMismatch(
    _ node: ScenarioNode, with kinds: [ValueKind], at path: String
  ) {
    let units = kinds.flatMap(\.unitSymbols).joined(separator: ", ")
    let forms = kinds.map(\.inWords).joined(separator: "; or ")
    guard let scalar = node.scalar, scalar.interpretation != .null else {
      add("not \(node.kindInWords) but one of these: \(forms)", at: path, node.place)
      return
    }
    let written = "\"\(excerpt(scalar.text))\""
    switch scalar.interpretation {
    case .integer, .number:
      add("\(written) has no unit: write one of \(units)", at: path, node.place)
    default:
      let known = units.isEmpty ? "" : " (units: \(units))"
      add("\(written) is not known here; write \(forms)\(known)", at: path, node.place)
    }
  }
}

extension Settled {
  fileprivate func isNeutral(_ neutral: Key.Neutral) -> Bool {
    switch (neutral, value) {
    case (.zero, .time(let time)): return time == .zero
    case (.zero, .share(let share)): return share == .zero
    case (.off, .onOff(let isOn)): return !isOn
    case (.one, .count(let count)): return count == 1
    default: return false
    }
  }
}

extension ValueKind {
  fileprivate func fitsShape(of node: ScenarioNode) -> Bool {
    switch self {
    case .mapping, .named, .part:
      if case .mapping = node.content { return true } else { return false }
    case .list, .tuple:
      if case .sequence = node.content { return true } else { return false }
    case .later(let kind, _): return kind.fitsShape(of: node)
    case .anything: return true
    default: return node.scalar != nil
    }
  }

  fileprivate func hasWord(_ text: String) -> Bool {
    switch self {
    case .words(let words): return words.contains { $0.text == text }
    case .later(let kind, _): return kind.hasWord(text)
    default: return false
    }
  }

  /// A kind that is written without a unit.
  fileprivate var isBare: Bool {
    switch self {
    case .count, .number, .onOff: return true
    case .later(let kind, _): return kind.isBare
    default: return false
    }
  }

  var unitSymbols: [String] {
    switch self {
    case .time: return Span.units.map(\.symbol)
    case .size: return ByteCount.units.map(\.symbol)
    case .rate: return DataRate.units.map(\.symbol)
    case .share: return Share.units.map(\.symbol)
    default: return []
    }
  }

  fileprivate func hasUnit(endingIn text: String) -> Bool {
    let letters = text.drop { $0.isNumber || $0 == "." || $0 == " " || $0 == "\t" || $0 == "-" }
    var unit = Substring(letters)
    while unit.last == " " { unit.removeLast() }
    return unitSymbols.contains { $0 == unit }
  }
}
