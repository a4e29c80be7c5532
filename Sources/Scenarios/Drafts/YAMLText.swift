/// Values as YAML, whatever is in them.
enum YAMLText {
  /// A plain word where nobody can take it for anything else, else in double quotes. It never has
  /// a line break, so it can stand in a comment too.
  static func scalar(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, text.utf8.count <= 80,
      isLetterOrDigit(first), isLetterOrDigit(last) || last == UInt8(ascii: "%"),
      text.utf8.allSatisfy({ isLetterOrDigit($0) || " ._/+%-".utf8.contains($0) })
    else { return false }
    // Bare words that YAML 1.1 or 1.2 reads as something else, and numbers.
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    guard !words.contains(text.lowercased()) else { return false }
    return text.contains(" ") || !(48...57).contains(first)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if mustEscape(scalar) {
          let hex = String(scalar.value, radix: 16)
          let digits = scalar.value > 0xFFFF ? 8 : 4
          result += digits == 8 ? "\\U" : "\\u"
          result += String(repeating: "0", count: digits - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// What YAML calls not printable, and its further line breaks.
  static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    return value < 32 || (127..<160).contains(value) || value == 0x2028 || value == 0x2029
      || value == 0xFEFF || value & 0xFFFE == 0xFFFE
  }
}
