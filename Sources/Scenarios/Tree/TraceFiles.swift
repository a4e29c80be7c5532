/// The files of rates that a scenario's traces name, read and put in their place.
///
/// A record carries its scenario and no file beside it, so a trace's points belong into the
/// scenario itself: what was predicted can be predicted again from the record alone. Each point
/// keeps its line and column in the file it came from.
struct TraceFiles {
  /// The scenario's, beside which they lie; nil where it came from none.
  let scenario: String?
  private(set) var problems: [ScenarioProblem] = []

  init(of scenario: String?) { self.scenario = scenario }

  /// The same scenario with points in place of files. A file that can't be read stays named.
  mutating func inline(_ node: ScenarioNode) -> ScenarioNode {
    node.replacing("workload") { inlineParts($0, at: "workload") }
  }

  private mutating func inlineParts(_ list: ScenarioNode, at path: String) -> ScenarioNode {
    guard case .sequence(let parts) = list.content else { return list }
    let inlined = parts.enumerated().map { index, part in
      let path = "\(path).\(index)"
      switch part["pattern"]?.scalar?.text {
      case "trace": return inlineTrace(part, at: path)
      case "phases": return part.replacing("parts") { inlineParts($0, at: "\(path).parts") }
      default: return part
      }
    }
    return .sequence(inlined, at: list.place)
  }

  private mutating func inlineTrace(_ part: ScenarioNode, at path: String) -> ScenarioNode {
    // Both at once are told where values are checked.
    guard part["points"] == nil, let named = part["file"], let name = named.scalar?.text,
      case .mapping(let entries) = part.content
    else { return part }
    guard let points = points(ofFile: name, at: "\(path).file", named.place) else { return part }
    let replaced = entries.map { entry in
      entry.key == "file"
        ? ScenarioNode.Entry("points", points, keyPlace: entry.keyPlace) : entry
    }
    return .mapping(replaced, at: part.place)
  }

  private mutating func points(
    ofFile name: String, at path: String, _ place: Place
  ) -> ScenarioNode? {
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !steps.contains(".."), name.utf8.count <= 1000,
      name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
    else {
      problems.append(
        ScenarioProblem(
          "\"\(excerpt(name))\" is no file beside the scenario: name it without / in front and "
            + "without ..", path: path, at: place, file: scenario))
      return nil
    }
    let folder = scenario.map(FilePath.folder) ?? "."
    let file = folder == "." ? name : "\(folder)/\(name)"
    do throws(ScenarioProblems) {
      let table = RateTable(text: try ScenarioNode.text(ofFile: file), file: file)
      problems += table.problems
      return table.problems.isEmpty ? .sequence(table.points, at: place) : nil
    } catch {
      problems += error.problems.map { problem in
        ScenarioProblem(
          "\(excerpt(file)) \(problem.message)", path: path, at: place, file: scenario,
          kind: problem.kind)
      }
      return nil
    }
  }
}

/// `seconds,rate` rows as [time, rate] pairs.
private struct RateTable {
  private(set) var points: [ScenarioNode] = []
  private(set) var problems: [ScenarioProblem] = []
  private let file: String

  static let header = ["seconds", "rate"]

  init(text: String, file: String) {
    self.file = file
    // A byte order mark is no part of the first name.
    let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    // CRLF is one character.
    if lines.count == 1 {
      lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
    }
    for (index, line) in lines.enumerated() where problems.count < 10 {
      read(line.hasSuffix("\r") ? line.dropLast() : line, number: index + 1)
    }
    if points.isEmpty, problems.isEmpty { tell("has no rate", 1, 1) }
  }

  private mutating func read(_ line: Substring, number: Int) {
    let cells = line.cells
    if number == 1 {
      guard cells.map(\.text) != RateTable.header else { return }
      return tell(
        "the first line must be \(RateTable.header.joined(separator: ",")), not "
          + "\"\(excerpt(String(line)))\"", 1, 1)
    }
    guard !line.allSatisfy({ $0 == " " || $0 == "\t" }) else { return }
    guard cells.count == 2 else {
      return tell(
        "\(cells.count) cells where there are 2, seconds and rate", number,
        cells.count > 2 ? cells[2].column : 1)
    }
    guard Double(cells[0].text) != nil,
      cells[0].text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 })
    else {
      return tell("\"\(excerpt(cells[0].text))\" is no number of seconds", number, cells[0].column)
    }
    points.append(
      .sequence(
        [
          .quoted("\(cells[0].text) s", at: place(number, cells[0].column)),
          .quoted(cells[1].text, at: place(number, cells[1].column)),
        ], at: place(number, 1)))
  }

  private func place(_ line: Int, _ column: Int) -> Place {
    .elsewhere(file: file, line: line, column: column)
  }

  private mutating func tell(_ message: String, _ line: Int, _ column: Int) {
    problems.append(ScenarioProblem(message, at: place(line, column)))
  }
}

extension Substring {
  /// The cells between commas, without blanks and quotes around them, and the column of each.
  fileprivate var cells: [(text: String, column: Int)] {
    var column = 1
    return split(separator: ",", omittingEmptySubsequences: false).map { cell in
      let blanks = cell.prefix { $0 == " " || $0 == "\t" }.count
      defer { column += cell.count + 1 }
      var text = cell.dropFirst(blanks)
      while text.last == " " || text.last == "\t" { text.removeLast() }
      if text.count >= 2, text.first == "\"", text.last == "\"" {
        text = text.dropFirst().dropLast()
      }
      return (String(text), column + blanks)
    }
  }
}

extension ScenarioNode {
  /// The same mapping with another value for a key that it has.
  func replacing(_ key: String, _ new: (ScenarioNode) -> ScenarioNode) -> ScenarioNode {
    guard case .mapping(let entries) = content else { return self }
    return .mapping(
      entries.map { entry in
        entry.key == key ? Entry(key, new(entry.value), keyPlace: entry.keyPlace) : entry
      }, at: place)
  }
}
