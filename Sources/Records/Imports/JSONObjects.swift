import Foundation

/// The JSON objects of a text, one after another: one a line, over several lines, or the members
/// of a list. What stands between them, and an object that another one's beginning cuts off, is
/// told and left out.
struct JSONObjects {
  private let bytes: Data
  private var index: Data.Index
  private var line = 1

  init(_ data: Data) {
    bytes = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    index = bytes.startIndex
  }

  struct Member {
    let line: Int
    let value: JSONValue
  }

  mutating func next(_ problems: inout LogProblems) -> Member? {
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "{"):
        let begin = line
        guard let object = object() else {
          problems.add("an object begins here that has no end", line: begin)
          continue
        }
        do {
          return Member(line: begin, value: try JSONDecoder().decode(JSONValue.self, from: object))
        } catch {
          problems.add("is no JSON object", line: begin)
        }
      case UInt8(ascii: "\n"):
        line += 1
        index += 1
      // What a list of objects has around them is no more than a blank here.
      case 32, 9, 13, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","): index += 1
      default:
        problems.add("is no JSON object", line: line)
        skipLine()
      }
    }
    return nil
  }

  private mutating func skipLine() {
    index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
  }

  /// The bytes of the object that begins here. nil, and the place to go on from, if it breaks off:
  /// where its line ends inside a string, or another object begins a line.
  private mutating func object() -> Data? {
    let begin = index
    var depth = 0
    var isInString = false
    var isEscaped = false
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        if isInString { return nil }
        line += 1
      } else if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte == UInt8(ascii: "{") {
        if index > begin, bytes[index - 1] == UInt8(ascii: "\n") { return nil }
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 {
          index += 1
          return bytes[begin..<index]
        }
      }
      index += 1
    }
    return nil
  }
}
