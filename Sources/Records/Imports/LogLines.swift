import Foundation

/// The lines of a log as people keep them: with CRLF ends, colours and a byte order mark, all of
/// which are taken off, and with garbage in between, which is told and left out.
enum LogLines {
  /// No line of a log is longer.
  static let mostBytes = 1 << 20

  static func forEach(
    of data: Data, problems: inout LogProblems, _ use: (String, Int, inout LogProblems) -> Void
  ) {
    var rest = data[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    var number = 0
    while !rest.isEmpty {
      number += 1
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[rest.startIndex..<end]
      rest = end < rest.endIndex ? rest[(end + 1)...] : rest[end...]
      switch text(of: line) {
      case .success(let text): if !text.isEmpty { use(text, number, &problems) }
      case .failure(let problem): problems.add(problem.words, line: number)
      }
    }
  }

  private struct Unreadable: Error { let words: String }

  /// A line without colours, and without blanks at its ends.
  private static func text(of line: Data) -> Result<String, Unreadable> {
    guard line.count <= mostBytes else {
      return .failure(Unreadable(words: "is longer than 1 MiB, which no line of a log is"))
    }
    guard let text = String(validating: line, as: UTF8.self) else {
      return .failure(Unreadable(words: "is no UTF-8 text"))
    }
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if scalar == "\u{1B}" {
        skipColour(&scalars)
      } else if scalar == "\t" {
        result.append(" ")
      } else if scalar == "\r" {
        // At the end it belongs to the line's end; in between, it rewrites the line.
        if !scalars.isEmpty { result.removeAll() }
      } else if scalar.value < 32 || (127..<160).contains(scalar.value) {
        return .failure(Unreadable(words: "has control characters: is this a text file?"))
      } else {
        result.append(scalar)
      }
    }
    var trimmed = Substring(String(result))
    while trimmed.last == " " { trimmed.removeLast() }
    while trimmed.first == " " { trimmed.removeFirst() }
    return .success(String(trimmed))
  }

  /// What follows an escape character: "[", parameters, and a letter.
  private static func skipColour(_ scalars: inout Substring.UnicodeScalarView) {
    guard scalars.first == "[" else { return }
    scalars.removeFirst()
    while let scalar = scalars.popFirst(), !(0x40...0x7E).contains(scalar.value) {}
  }
}
