import Foundation
import Testing

@testable import Records

/// Files as people hand them over, right or not.
@Suite struct Reading {
  static let line =
    #"{"record": 1, "kind": "captured", "run": "a", "scenario": {}, "outcome": "completed"}"#

  private func runs(_ text: String) throws -> [String] {
    try RecordFile.records(in: Data(text.utf8), named: "r.jsonl").map(\.run)
  }

  /// The problem's words; empty where there is none.
  private func problem(_ text: String) -> String {
    do throws(RecordFile.Problem) {
      _ = try RecordFile.records(in: Data(text.utf8), named: "r.jsonl")
      return ""
    } catch {
      #expect(!error.isUnreadable)
      return error.description
    }
  }

  private func with(_ field: String) -> String { Self.line.dropLast() + ", \(field)}" }

  @Test func linesObjectsAndListsAreRead() throws {
    #expect(try runs(Self.line) == ["a"])
    #expect(try runs("\(Self.line)\n\(Self.line)") == ["a", "a"])
    #expect(try runs("[\(Self.line),\n\(Self.line)]\n") == ["a", "a"])
    #expect(try runs("{\n" + Self.line.dropFirst()) == ["a"])
  }

  @Test func blankLinesAndForeignLineEndsAreFine() throws {
    #expect(try runs("\n \t\n\(Self.line)\r\n\r\n\(Self.line)\r\n\n") == ["a", "a"])
    #expect(try runs("\u{FEFF}\(Self.line)\n\(Self.line)\n") == ["a", "a"])
  }

  @Test func aBrokenLineIsNamedByItsNumber() {
    #expect(
      problem("\n\(Self.line)\n\n{oops\n\(Self.line)") == "r.jsonl:4: is no record: not JSON")
    #expect(
      problem("\(Self.line)\n{\"record\": 1}") == "r.jsonl:2: is no record: it lacks \"kind\"")
    #expect(
      problem("[\(Self.line), {\"record\": 2}]")
        == "r.jsonl: member 2 of the list: is no record: "
        + "record: version 2 of the format; this Ferry reads 1")
  }

  @Test func anotherVersionIsRefused() {
    #expect(
      problem(Self.line.replacing("\"record\": 1", with: "\"record\": 2"))
        == "r.jsonl: is no record: record: version 2 of the format; this Ferry reads 1")
    #expect(problem("{}") == "r.jsonl: is no record: it lacks \"record\"")
  }

  @Test(arguments: [
    (#""time_elapsed": 8401.5"#, "time_elapsed: is not a whole number from 0 to 9000000000000"),
    (#""downtime": -1"#, "downtime: is not a whole number from 0 to 9000000000000"),
    (#""downtime": "365""#, "downtime: is not a whole number from 0 to 9000000000000"),
    (#""pause": 9223372036854775807"#, "pause: is not a whole number from 0 to 9000000000000"),
    (
      #""memory_total": 1e300"#, "memory_total: is not a whole number from 0 to 9007199254740992"
    ),
    (#""reason": 5"#, "reason: is not a text"),
    (#""rounds": {}"#, "rounds: is not a list"),
    (#""rounds": [{"round": 1, "pages_sent": "x"}]"#, "rounds.0.pages_sent: is not a whole number"),
    (#""rounds": [{"pages_sent": 1}]"#, "rounds.0: it lacks \"round\""),
  ])
  func aWrongFieldIsNamed(field: String, words: String) {
    #expect(problem(with(field)) == "r.jsonl: is no record: \(words)")
  }

  @Test func wrongWordsAreNamed() {
    #expect(
      problem(Self.line.replacing("captured", with: "guessed"))
        == "r.jsonl: is no record: kind: is \"guessed\", which is none of "
        + "predicted, captured, imported")
    #expect(
      problem(Self.line.replacing("completed", with: "done")).contains(
        "outcome: is \"done\", which is none of completed, aborted"))
  }

  @Test(arguments: ["", "\n \n", "[]", " [ ] "])
  func aFileWithoutARecordSaysSo(text: String) {
    #expect(problem(text).hasPrefix("r.jsonl: holds no record"))
  }

  @Test func whatIsNoRecordAtAllIsAnError() {
    for text in ["5", "null", "[5]", "\"a\"", "{", "[", "]", "\u{0}", "vm: {memory: 2 GiB}"] {
      #expect(problem(text).contains("is no record"), "\(text)")
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(problem(with("\"samples\": \(deep)")).contains("not JSON"))
  }

  @Test func missingFilesAndFoldersAreUnreadable() {
    for path in ["/nowhere/at/all.jsonl", NSTemporaryDirectory()] {
      #expect(throws: RecordFile.Problem.self) { try RecordFile.read(path) }
      do throws(RecordFile.Problem) {
        _ = try RecordFile.read(path)
      } catch {
        #expect(error.isUnreadable)
        #expect(error.description.hasPrefix("\(path): cannot be read"))
      }
    }
  }
}
