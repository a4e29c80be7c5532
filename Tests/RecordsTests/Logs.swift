import Foundation

@testable import Records

/// Logs that stand beside these tests, and texts passed off as logs.
enum Logs {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Logs")

  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try data(name), as: UTF8.self)
  }

  static func read(
    _ text: String, as format: LogFormat
  ) throws(UnusableLog) -> LogFormat.Result {
    try format.read(Data(text.utf8), run: "r")
  }

  static func record(_ text: String, as format: LogFormat) throws(UnusableLog) -> Record {
    try read(text, as: format).record
  }

  /// "3: is no line of domjobinfo", one a problem.
  static func problems(_ text: String, as format: LogFormat) throws(UnusableLog) -> [String] {
    try read(text, as: format).problems.first.map(\.description)
  }
}

extension JSONValue {
  var count: Int { if case .array(let members) = self { members.count } else { 0 } }

  subscript(_ index: Int) -> JSONValue? {
    guard case .array(let members) = self, members.indices.contains(index) else { return nil }
    return members[index]
  }
}
