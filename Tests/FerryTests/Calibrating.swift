import Foundation
import Records
import Testing

/// Profiles made of records, and what may be said of them.
@Suite struct Calibrating {
  let folder: Folder

  init() throws {
    folder = try Folder()
    let records = try ["1 ms", "5 ms", "20 ms", "40 ms"].enumerated().map { index, rtt in
      try Comparing.captured("run-\(index)", rtt: rtt, in: folder)
    }
    try folder.write(
      records.map { try RecordFile.line($0) }.joined(separator: "\n"), to: "records.jsonl")
  }

  private func calibrate(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(["calibrate", "-q", "records.jsonl"] + arguments, in: folder)
  }

  @Test func aProfileKeepsItsNameAndNoteAndIsReadBack() throws {
    let (name, note) = ("- \"mine\": #é", "'quoted' \\ {a: b} # not a comment")
    let result = try calibrate("-o", "mine.yaml", "--name=\(name)", "--note=\(note)")
    #expect(result.code == 0)
    #expect(result.errors == "")
    #expect(result.output.hasPrefix("constant "))
    let text = try folder.text("mine.yaml")
    #expect(text.contains("Made by ferry calibrate from 4 runs, beginning with generic-kvm."))
    #expect(text.contains("not a comment"))
    try folder.write(Example.yaml, to: "example.yaml")
    let predicted = try FerryCommand.run(
      ["predict", "-q", "example.yaml", "--profile", "mine.yaml"], in: folder)
    #expect(predicted.code == 0)
    #expect(predicted.errors == "")
  }

  @Test func aProfileIsNamedAfterItsFileAndAnOlderOneIsReplaced() throws {
    try folder.write("old", to: "a.b.yaml")
    #expect(try calibrate("-o", "a.b.yaml").code == 0)
    #expect(try folder.text("a.b.yaml").contains("\nprofile: a.b\n"))
  }

  @Test func whereNoProfileCanBeWrittenThatIsSaid() throws {
    let result = try calibrate("-o", "nowhere/mine.yaml")
    #expect(result.code == 74)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("error: nowhere/mine.yaml: can't be written: "))
  }

  @Test(arguments: ["records.jsonl", ".yaml", "folder/.yml", "mine"])
  func aProfilesFileEndsInYAML(file: String) throws {
    let before = try folder.text("records.jsonl")
    let result = try calibrate("-o", file)
    #expect(result.code == 64)
    #expect(result.errors.hasPrefix("Error: -o \(file): a profile's name ends in .yaml."))
    #expect(try folder.text("records.jsonl") == before)
  }

  @Test func recordsAreNotWrittenOver() throws {
    try folder.write(try folder.text("records.jsonl"), to: "records.yaml")
    let result = try calibrate("records.yaml", "-o", "./records.yaml")
    #expect(result.code == 64)
    #expect(result.errors.contains("is one of the files of records; name another"))
  }

  @Test(arguments: ["", "two\nlines", "a\u{1b}[31m", String(repeating: "x", count: 201)])
  func aNameThatNoProfileCouldHoldIsRefused(name: String) throws {
    let result = try calibrate("-o", "mine.yaml", "--name", name)
    #expect(result.code == 64)
    #expect(result.errors.hasPrefix("Error: --name: "))
  }

  @Test(arguments: ["two\nlines", "a\u{85}b", String(repeating: "x", count: 4097)])
  func aNoteIsOneLine(note: String) throws {
    let result = try calibrate("-o", "mine.yaml", "--note", note)
    #expect(result.code == 64)
    #expect(result.errors.hasPrefix("Error: --note: "))
  }
}
