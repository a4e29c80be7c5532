import Foundation
import Records
import Scenarios

/// "-" in place of a file's name.
enum StandardInput {
  static let mark = RecordFile.standardInput
  /// What it is called in messages, and what a scenario without a name is named after.
  static let name = "stdin"

  /// Reads a scenario from stdin; never more of it than a scenario may have.
  static func scenario() throws(ScenarioProblems) -> ScenarioNode {
    let data: Data
    do {
      let most = ScenarioNode.maximumBytes + 1
      data = try FileHandle.standardInput.read(upToCount: most) ?? Data()
    } catch {
      throw ScenarioProblems(
        ScenarioProblem("cannot be read", file: name, kind: .unreadable))
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ScenarioProblems(ScenarioProblem("is no UTF-8 text", file: name))
    }
    return try ScenarioNode(yaml: text, file: name)
  }
}
