import Quantities

extension Checker {
  mutating func settleScalar(
    _ node: ScenarioNode, as kind: ValueKind, at path: String
  ) -> Settled? {
    guard let scalar = node.scalar else {
      add("\(kind.inWords) was expected, not \(node.kindInWords)", at: path, node.place)
      return nil
    }
    if scalar.interpretation == .null {
      add("has no value; give \(kind.inWords), or leave the key out", at: path, node.place)
      return nil
    }
    guard let value = read(scalar, as: kind, node, at: path) else { return nil }
    note(path, scalar.text, origin(node.place))
    return settled(node, at: path, value)
  }

  private mutating func read(
    _ scalar: ScenarioNode.Scalar, as kind: ValueKind, _ node: ScenarioNode, at path: String
  ) -> Settled.Value? {
    switch kind {
    case .time(let limits): return quantity(scalar, limits, node, path).map { .time($0) }
    case .size(let limits): return quantity(scalar, limits, node, path).map { .size($0) }
    case .rate(let limits): return quantity(scalar, limits, node, path).map { .rate($0) }
    case .share(let limits): return quantity(scalar, limits, node, path).map { .share($0) }
    case .count(let limits): return count(scalar, limits, node, path)
    case .number(let limits): return number(scalar, limits, node, path)
    case .onOff:
      guard case .bool(let value) = scalar.interpretation else {
        add("true or false was expected, not \"\(excerpt(scalar.text))\"", at: path, node.place)
        return nil
      }
      return .onOff(value)
    case .text:
      guard scalar.text.utf8.count <= 4096 else {
        add("is longer than 4096 bytes", at: path, node.place)
        return nil
      }
      guard scalar.text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
        add("has line breaks or other control characters", at: path, node.place)
        return nil
      }
      return .text(scalar.text)
    case .words(let words): return word(scalar, words, node, path)
    default: preconditionFailure("\(path) is described as no scalar")
    }
  }

  private mutating func quantity<Amount: Quantity>(
    _ scalar: ScenarioNode.Scalar, _ limits: ClosedRange<Amount>, _ node: ScenarioNode,
    _ path: String
  ) -> Amount? {
    guard scalar.text.utf8.count <= 60 else {
      add("\"\(excerpt(scalar.text))\" is not \(Amount.kind)", at: path, node.place)
      return nil
    }
    do {
      let amount = try Amount(parsing: scalar.text)
      if amount < limits.lowerBound {
        let least =
          amount == .zero
          ? "must be more than 0"
          : "\"\(scalar.text)\" is less than \(limits.lowerBound), the least that makes sense"
        add(least, at: path, node.place)
        return nil
      }
      if amount > limits.upperBound {
        add(
          "\"\(scalar.text)\" is more than \(limits.upperBound), the most that makes sense",
          at: path, node.place)
        return nil
      }
      return amount
    } catch {
      add(excerptOfControls(error.description), at: path, node.place)
      return nil
    }
  }

  private mutating func count(
    _ scalar: ScenarioNode.Scalar, _ limits: ClosedRange<Int64>, _ node: ScenarioNode,
    _ path: String
  ) -> Settled.Value? {
    guard case .integer(let count) = scalar.interpretation else {
      let hint = scalar.isQuoted && Int64(scalar.text) != nil ? ", without quotes" : ""
      add(
        "a bare whole number was expected\(hint), not \"\(excerpt(scalar.text))\"", at: path,
        node.place)
      return nil
    }
    guard limits.contains(count) else {
      add(
        "\(count) is not between \(limits.lowerBound) and \(limits.upperBound)", at: path,
        node.place)
      return nil
    }
    return .count(count)
  }

  private mutating func number(
    _ scalar: ScenarioNode.Scalar, _ limits: ClosedRange<Double>, _ node: ScenarioNode,
    _ path: String
  ) -> Settled.Value? {
    let number: Double
    switch scalar.interpretation {
    case .integer(let value): number = Double(value)
    case .number(let value): number = value
    default:
      add("a bare number was expected, not \"\(excerpt(scalar.text))\"", at: path, node.place)
      return nil
    }
    guard limits.contains(number) else {
      add(
        "\(excerpt(scalar.text)) is not between \(limits.lowerBound) and \(limits.upperBound)",
        at: path, node.place)
      return nil
    }
    return .number(number)
  }

  private mutating func word(
    _ scalar: ScenarioNode.Scalar, _ words: [Word], _ node: ScenarioNode, _ path: String
  ) -> Settled.Value? {
    guard let word = words.first(where: { $0.text == scalar.text }) else {
      let known = words.map(\.text)
      let meant = Suggestion.nearest(to: scalar.text, among: known)
      let advice =
        meant.map { "did you mean \($0)?" }
        ?? "write \(known.count == 1 ? "" : "one of ")\(known.joined(separator: ", "))"
      add("\"\(excerpt(scalar.text))\" is not known here; \(advice)", at: path, node.place)
      return nil
    }
    let key = path.split(separator: ".").last.map(String.init) ?? path
    if let why = abilities.onlyOfTheModel["\(key) \(word.text)"] {
      add("\(word.text): \(why)", at: path, node.place)
      return nil
    }
    guard word.isSupported || accepts("\(key) \(word.text)") else {
      refuse("\(key) \(word.text)", at: path, node.place, word: word.text)
      return nil
    }
    return .text(word.text)
  }

  /// A quantity's error quotes the text as it stands, control characters and all.
  private func excerptOfControls(_ message: String) -> String {
    var shown = ""
    for scalar in message.unicodeScalars {
      if scalar.value < 32 || (127..<160).contains(scalar.value) {
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
