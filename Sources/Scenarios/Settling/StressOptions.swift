/// stress-ng's options as a scenario pastes them, told apart into arguments.
///
/// No shell reads them: words are split at blanks, and single or double quotes keep blanks. Only
/// options that load processors and memory are let through: stress-ng has others that read job
/// files, write logs, fill disks or open sockets.
public enum StressOptions {
  public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
  }

  /// From stress-ng(1), version 0.15; `takesValue` as there. --timeout and --seed besides the
  /// stressors, as both only make a load repeatable.
  static let known: [String: (long: String, takesValue: Bool)] = {
    let options = [
      ("vm", true), ("vm-bytes", true), ("vm-hang", true), ("vm-keep", false),
      ("vm-locked", false), ("vm-madvise", true), ("vm-method", true), ("vm-ops", true),
      ("vm-populate", false), ("cpu", true), ("cpu-load", true), ("cpu-load-slice", true),
      ("cpu-method", true), ("cpu-ops", true), ("timeout", true), ("seed", true),
    ]
    var known: [String: (long: String, takesValue: Bool)] = [:]
    for (name, takesValue) in options { known["--\(name)"] = ("--\(name)", takesValue) }
    for (short, name) in [("-m", "vm"), ("-c", "cpu"), ("-l", "cpu-load"), ("-t", "timeout")] {
      known[short] = ("--\(name)", true)
    }
    return known
  }()

  /// One argument a word, each option in its long form and its value after it.
  ///
  /// - Throws: what is wrong, where an option is not known or the text can't be told apart.
  public static func arguments(of text: String) throws(Problem) -> [String] {
    var words = try words(of: text)[...]
    var arguments: [String] = []
    while let word = words.popFirst() {
      let pieces = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pieces.first ?? "")
      guard let option = known[name] else { throw unknown(name) }
      guard !arguments.contains(option.long) else {
        throw Problem(description: "\(name) is given more than once; keep one")
      }
      arguments.append(option.long)
      if option.takesValue {
        let value = pieces.count > 1 ? String(pieces[1]) : words.popFirst()
        arguments.append(try checked(value, of: name))
      } else if pieces.count > 1 {
        throw Problem(description: "\(name) takes no value")
      }
    }
    guard arguments.contains("--vm") || arguments.contains("--cpu") else {
      throw Problem(description: "starts no stressor: give --vm or --cpu and how many of them")
    }
    return arguments
  }

  private static func unknown(_ name: String) -> Problem {
    guard name.hasPrefix("-") else {
      return Problem(description: "\"\(excerpt(name))\" is no option; options begin with --")
    }
    let names = known.values.map(\.long).sorted()
    let meant = Suggestion.nearest(to: name, among: names).map { "did you mean \($0)? " } ?? ""
    return Problem(
      description: "\(excerpt(name)) is no option that a load may have; \(meant)"
        + "there are \(Set(names).sorted().joined(separator: ", "))")
  }

  /// Numbers, percentages, sizes and methods' names: nothing that could be a file's.
  private static func checked(_ value: String?, of name: String) throws(Problem) -> String {
    guard let value, !value.isEmpty, !value.hasPrefix("-") else {
      throw Problem(description: "\(name) has no value")
    }
    let isPlain = value.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || ".%-".utf8.contains($0)
    }
    guard isPlain, value.utf8.count <= 40 else {
      throw Problem(description: "\(name) can't be \"\(excerpt(value))\"")
    }
    return value
  }

  private static func words(of text: String) throws(Problem) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let open = quote { throw Problem(description: "the quote \(open) is not closed") }
    if let done = word { words.append(done) }
    return words
  }
}
