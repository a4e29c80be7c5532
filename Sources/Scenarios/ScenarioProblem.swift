/// One thing that is wrong with a scenario or profile, in words for the person who wrote it.
public struct ScenarioProblem: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case invalid
    /// Part of the format, but not built yet.
    case unsupported(feature: String)
    /// The file itself could not be read.
    case unreadable
    /// A workload that no profile has.
    case unknownWorkload(name: String)
  }

  public var kind: Kind
  public var file: String?
  public var place: Place
  /// The key, dotted: "path.rtt", "workload.0.rate"; empty for the file as a whole.
  public var path: String
  public var message: String

  public init(
    _ message: String, path: String = "", at place: Place = .unknown, file: String? = nil,
    kind: Kind = .invalid
  ) {
    self.kind = kind
    if case .elsewhere(let other, let line, let column) = place {
      self.file = other
      self.place = .line(line, column: column)
    } else {
      self.file = file
      self.place = place
    }
    self.path = path
    self.message = message
  }

  public var line: Int? {
    guard case .line(let line, _) = place else { return nil }
    return line
  }

  public var column: Int? {
    guard case .line(_, let column) = place else { return nil }
    return column
  }

  public var isUnsupported: Bool { feature != nil }

  /// The workload's name, where no profile has it.
  public var unknownWorkload: String? {
    guard case .unknownWorkload(let name) = kind else { return nil }
    return name
  }

  /// What is not supported yet, in a word: "compressed", "method hybrid".
  public var feature: String? {
    guard case .unsupported(let feature) = kind else { return nil }
    return feature
  }
}

extension ScenarioProblem: CustomStringConvertible {
  /// "file.yaml:7:12: path.rtt: "40" has no unit: write one of ms, s, …".
  public var description: String {
    var parts: [String] = []
    switch place {
    case .line(let line, let column):
      parts.append(file.map { "\($0):\(line):\(column)" } ?? "line \(line), column \(column)")
    case .option(let option): parts.append(option)
    case .elsewhere(let file, let line, let column): parts.append("\(file):\(line):\(column)")
    case .unknown: if let file { parts.append(file) }
    }
    if !path.isEmpty, !isSaidByOption { parts.append(path) }
    parts.append(message)
    return parts.joined(separator: ": ")
  }

  private var isSaidByOption: Bool {
    guard case .option(let option) = place else { return false }
    return option == "--set \(path)" || !option.hasPrefix("--set")
  }
}

/// Everything that is wrong with one file, in the order of its lines.
public struct ScenarioProblems: Error, Sendable, Equatable, CustomStringConvertible {
  /// More would tell nobody more.
  public static let maximumCount = 50

  public let problems: [ScenarioProblem]

  public init(_ problems: [ScenarioProblem]) {
    precondition(!problems.isEmpty, "an error without a problem")
    self.problems = ScenarioProblems.inOrder(problems)
  }

  public init(_ problem: ScenarioProblem) { problems = [problem] }

  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }

  /// True where nothing is wrong but that a feature isn't built yet.
  public var isUnsupported: Bool { problems.allSatisfy(\.isUnsupported) }

  /// True where the file couldn't be read at all.
  public var isUnreadable: Bool { problems.contains { $0.kind == .unreadable } }

  /// "compressed: not supported yet", where that is all there is against the scenario.
  public var unsupportedReason: String? {
    guard isUnsupported else { return nil }
    var seen: [String] = []
    for feature in problems.compactMap(\.feature) where !seen.contains(feature) {
      seen.append(feature)
    }
    return seen.joined(separator: ", ") + ": not supported yet"
  }

  /// "workload memcached: no profile has it", where that is all there is against the scenario.
  public var unknownWorkloadReason: String? {
    let names = problems.compactMap(\.unknownWorkload)
    guard names.count == problems.count, let name = names.first else { return nil }
    return "workload \(excerpt(name)): no profile has it"
  }

  /// File by file, by line and column; what has none comes after, in the order it was found.
  private static func inOrder(_ problems: [ScenarioProblem]) -> [ScenarioProblem] {
    var files: [String?] = []
    for problem in problems where !files.contains(problem.file) { files.append(problem.file) }
    let sorted = problems.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      let file = files.firstIndex(of: first.file) ?? 0
      let otherFile = files.firstIndex(of: second.file) ?? 0
      return (file, first.line ?? .max, first.column ?? .max, left.offset)
        < (otherFile, second.line ?? .max, second.column ?? .max, right.offset)
    }
    return sorted.map(\.element)
  }
}
