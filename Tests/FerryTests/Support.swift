import Foundation
import Records

/// The scenarios of these stories, small so that each takes a moment only.
enum Example {
  /// A flag says the same as the file's key.
  static let flags = [
    "--memory", "1GiB", "--bandwidth", "1Gbit/s", "--rtt", "1ms", "--offsets", "1",
  ]

  static let yaml = """
    vm: {memory: 1 GiB, touched: 300 MiB}
    path: {bandwidth: 1 Gbit/s, rtt: 1 ms}
    run: {offsets: 1}

    """

  static let diverging = """
    name: too fast a writer
    vm: {memory: 1 GiB, touched: 600 MiB}
    path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
    workload: [{pattern: uniform, working-set: 512 MiB, rate: 50 MiB/s}]
    run: {offsets: 1}

    """

  /// Three mistakes on three lines.
  static let wrong = """
    vm: {memory: 1 GiB, memry: 2 GiB}
    path:
      bandwidth: 100
      rtt: fast

    """
}

extension JSONValue {
  init(parsing text: String) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  var keys: [String] {
    if case .object(let members) = self { members.keys.sorted() } else { [] }
  }
  var members: [JSONValue] {
    if case .array(let members) = self { members } else { [] }
  }
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }
  var integer: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }
}

extension String {
  /// Lines without the end of the last one.
  var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
}
