/// A word of a command line as a POSIX shell reads it: quoted where it holds anything but letters,
/// digits and what no shell takes for its own.
enum ShellWord {
  static func quoted(_ word: String) -> String {
    let plain = "_-./:=,+@%"
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || (48...57).contains(scalar.value))
          || plain.unicodeScalars.contains(scalar)
      }
    // Inside single quotes nothing has a meaning but their end.
    return isPlain
      ? word
      : "'"
        + word.split(
          separator: "'", omittingEmptySubsequences: false
        ).joined(separator: #"'\''"#) + "'"
  }

  static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
