import Foundation
import Records
import Testing

/// Other people's logs, on the command line.
@Suite struct ImportCommand {
  let folder: Folder

  static let log = """
    Job type:         Unbounded
    Time elapsed:     1012         ms
    Memory total:     1.000 GiB
    what is this

    Job type:         Completed
    Operation:        Outgoing migration
    Time elapsed:     4012         ms
    Memory total:     1.000 GiB
    Constant pages:   185344
    Normal pages:     76800
    Total downtime:   91           ms

    """

  init() throws {
    folder = try Folder()
    try folder.write(Self.log, to: "vm 1.log")
    try folder.write(Example.yaml, to: "small.yaml")
  }

  private func ferry(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(arguments, in: folder)
  }

  @Test func aRecordComesOutAndBrokenLinesAreTold() throws {
    let result = try ferry("import", "domjobinfo", "vm 1.log", "-q")
    #expect(result.code == 0)
    #expect(result.errors == "error: vm 1.log:4: is no line of domjobinfo\n")
    #expect(result.output.lines.count == 1)
    let record = try JSONValue(parsing: result.output)
    #expect(record["kind"] == .string("imported"))
    #expect(record["run"] == .string("vm 1"))
    #expect(record["time_elapsed"] == .integer(4012))
    #expect(record["facts"]?["imported-file"] == .string("vm 1.log"))
    #expect(record["scenario"]?["vm"]?["memory"] == .string("1 GiB"))
  }

  @Test func withoutAPathCompareSkipsItByName() throws {
    let imported = try ferry("import", "domjobinfo", "vm 1.log", "--run", "theirs")
    #expect(imported.errors.contains("note: the record's scenario has no path"))
    try folder.write(imported.output, to: "theirs.jsonl")
    let compared = try ferry("compare", "theirs.jsonl")
    #expect(compared.code == 0)
    #expect(
      compared.output
        == "skipped 1:\n  theirs: its scenario has no path; import it with --scenario\n")
  }

  @Test func withAScenarioItIsCompared() throws {
    try folder.write("path: {bandwidth: 1 Gbit/s, rtt: 1 ms}\n", to: "path.yaml")
    let imported = try ferry(
      "import", "domjobinfo", "vm 1.log", "-q", "--scenario", "path.yaml")
    #expect(imported.code == 0)
    // The log fills what the scenario leaves open.
    let record = try JSONValue(parsing: imported.output)
    #expect(record["scenario"]?["vm"]?["touched"] == .string("300 MiB"))
    try folder.write(imported.output, to: "theirs.jsonl")
    let compared = try ferry("compare", "theirs.jsonl", "--format", "json")
    #expect(compared.code == 0)
    let report = try JSONValue(parsing: compared.output)
    #expect(report["summary"]?["time_elapsed"]?["runs"] == .integer(1))
    // Where both say something, the scenario counts.
    let other = try ferry("import", "domjobinfo", "vm 1.log", "-q", "--scenario", "small.yaml")
    #expect(other.output.contains(#""name":"vm 1""#))
    #expect(other.output.contains(#""offsets":1"#))
  }

  @Test func aWrongScenarioIsNamedAndOneOfLaterIsANote() throws {
    try folder.write("path: {bandwidth: 5}\n", to: "wrong.yaml")
    let wrong = try ferry("import", "domjobinfo", "vm 1.log", "--scenario", "wrong.yaml")
    #expect(wrong.code == 65)
    #expect(wrong.output == "")
    #expect(wrong.errors.contains("error: wrong.yaml:1:19: path.bandwidth: \"5\" has no unit"))
    try folder.write(
      "path: {bandwidth: 1 Gbit/s, rtt: 1 ms}\nmigration: {compressed: true}\n", to: "later.yaml")
    let later = try ferry("import", "domjobinfo", "vm 1.log", "--scenario", "later.yaml")
    #expect(later.code == 0)
    #expect(later.errors.contains("note: compare will skip it: compressed: not supported yet"))
  }

  @Test func everyFormIsThereAndStdinToo() throws {
    for format in ["table", "json", "jsonl", "csv", "domjobinfo"] {
      let file = try ferry("import", "domjobinfo", "vm 1.log", "-q", "--format", format)
      #expect(file.code == 0)
      #expect(!file.output.isEmpty)
    }
    let input = try FerryCommand.run(
      ["import", "domjobinfo", "-", "-q", "--format", "domjobinfo"], in: folder, input: Self.log)
    #expect(input.code == 0)
    #expect(input.output.contains("\nTotal downtime:   91           ms\n"))
    #expect(input.errors == "error: stdin:4: is no line of domjobinfo\n")
  }

  @Test(arguments: ["domjobinfo", "qmp", "proxmox"])
  func whatIsNoLogIs65AndWhatCannotBeReadIs66(kind: String) throws {
    try folder.write("nothing\u{1B}[2J of\u{7} use\n", to: "none.log")
    let none = try ferry("import", kind, "none.log")
    #expect(none.code == 65)
    #expect(none.output == "")
    #expect(none.errors.contains("error: none.log: holds nothing of a migration"))
    #expect(!none.errors.contains("\u{1B}"))
    for path in ["missing.log", folder.path] {
      let missing = try ferry("import", kind, path)
      #expect(missing.code == 66)
      #expect(missing.errors.contains("cannot be read"))
    }
  }
}
