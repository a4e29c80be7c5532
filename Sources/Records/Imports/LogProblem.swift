/// A place of a log that could not be used, and why.
public struct LogProblem: Sendable, Equatable, CustomStringConvertible {
  /// Counted from one.
  public let line: Int
  public let words: String

  public var description: String { "\(line): \(words)" }
}

/// What is wrong with a log. A file that is no log at all has no end of it, so not all is kept.
public struct LogProblems: Sendable, Equatable {
  public static let most = 20

  public private(set) var first: [LogProblem] = []
  public private(set) var count = 0

  /// Those beyond the first.
  public var further: Int { count - first.count }

  mutating func add(_ words: String, line: Int) {
    count += 1
    if first.count < LogProblems.most { first.append(LogProblem(line: line, words: words)) }
  }
}

/// Nothing in the file could be used.
public struct UnusableLog: Error, Sendable {
  public let words: String
  public let problems: LogProblems
}
