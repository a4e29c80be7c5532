import Foundation
import Testing

/// Files that nobody should have handed over: an answer in words, never a crash.
@Suite struct BadFiles {
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let bytes: @Sendable () -> Data
  }

  static let cases = [
    Case(description: "empty") { Data() },
    Case(description: "blank") { Data("\n \n\n".utf8) },
    Case(description: "a comment only") { Data("# nothing\n".utf8) },
    Case(description: "zeros") { Data(count: 4096) },
    Case(description: "binary") { Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167) }) },
    Case(description: "huge") { Data("name: \(String(repeating: "x", count: 2 << 20))".utf8) },
    Case(description: "deep in brackets") {
      Data("vm: \(String(repeating: "[", count: 100_000))".utf8)
    },
    Case(description: "deep in braces") {
      Data("{\"a\":\(String(repeating: "{\"a\":", count: 50_000))1".utf8)
    },
    Case(description: "deep by indentation") {
      Data((0..<400).map { String(repeating: " ", count: $0) + "a:\n" }.joined().utf8)
    },
    Case(description: "a long line of dashes") {
      Data(String(repeating: "- ", count: 50_000).utf8)
    },
    Case(description: "a list") { Data("[1, 2]".utf8) },
    Case(description: "a word") { Data("scenario".utf8) },
    Case(description: "two documents") { Data("\(Example.yaml)---\n\(Example.yaml)".utf8) },
  ]

  @Test(arguments: cases, ["predict", "validate", "compare"])
  func aBadFileIs65AndNamed(bad: Case, command: String) throws {
    let folder = try Folder()
    try bad.bytes().write(to: folder.url("bad.yaml"))
    let result = try FerryCommand.run([command, "bad.yaml"], in: folder)
    #expect(result.code == 65)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("error: bad.yaml:"), "\(result.errors)")
    #expect(result.errors.utf8.count < 10_000)
  }

  @Test(arguments: ["predict", "validate", "compare"])
  func whatCannotBeReadIs66(command: String) throws {
    let folder = try Folder()
    for path in ["nothing.yaml", folder.path, "small.yaml/inside", ""] {
      let result = try FerryCommand.run([command, path], in: folder)
      #expect(result.code == 66)
      #expect(result.output == "")
      #expect(result.errors.contains("cannot be read"), "\(result.errors)")
    }
  }

  @Test func othersNamesDoNotDriveTheTerminal() throws {
    let folder = try Folder()
    let name = "\u{1B}[2Jgone\u{7}.yaml"
    let missing = try FerryCommand.run(["predict", name], in: folder)
    #expect(missing.errors.contains("\\u{1b}[2Jgone\\u{7}.yaml"))
    let unknown = try FerryCommand.run(["predict", "--\u{1B}[2J"], in: folder)
    #expect(unknown.code == 64)
    #expect(!unknown.errors.contains("\u{1B}"))
    try folder.write(Example.yaml, to: name)
    for command in [["predict", "-v"], ["validate", "-v"]] {
      let result = try FerryCommand.run(command + [name], in: folder)
      #expect(result.code == 0)
      #expect(result.output.hasPrefix("\\u{1b}[2Jgone\\u{7}"))
      #expect(!result.output.contains("\u{1B}"))
    }
    let record = """
      {"record":1,"kind":"predicted","run":"\\u001b[2Jx","scenario":{},"outcome":"completed",\
      "seed":1,"replication":1,"digest":"","level":0.9,"path":{},"notes":[],"effective":[]}
      """
    try folder.write(record, to: "records.jsonl")
    let skipped = try FerryCommand.run(["compare", "records.jsonl"], in: folder)
    #expect(skipped.code == 0)
    #expect(skipped.output.contains("\\u{1b}[2Jx: "))
    #expect(!skipped.output.contains("\u{1B}"))
  }
}
