import Foundation
import Records
import Testing

/// Records beside predictions of their scenarios.
@Suite struct Comparing {
  let folder: Folder

  /// "same" was measured as it is predicted; "slow" took twice as long, and was down half as long.
  init() throws {
    folder = try Folder()
    var same = try Self.captured("same", rtt: "1 ms", in: folder)
    same.others["disk_total"] = .integer(0)
    var slow = try Self.captured("slow", rtt: "20 ms", in: folder)
    slow.timeElapsed = slow.timeElapsed.map { $0 * 2 }
    slow.downtime = slow.downtime.map { $0 / 2 }
    slow.outcome = "aborted"
    try folder.write(
      try [same, slow].map { try RecordFile.line($0) }.joined(separator: "\n"),
      to: "records.jsonl")
  }

  /// A prediction passed off as a capture.
  static func captured(_ name: String, rtt: String, in folder: Folder) throws -> Record {
    try folder.write("name: \(name)\n" + Example.yaml, to: "\(name).yaml")
    let result = try FerryCommand.run(
      ["predict", "\(name).yaml", "--rtt", rtt, "--format", "jsonl"], in: folder)
    try folder.write(result.output, to: "\(name).jsonl")
    var record = try RecordFile.read("\(folder.path)/\(name).jsonl")[0]
    record.kind = .captured
    record.prediction = nil
    return record
  }

  private func compare(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(["compare"] + arguments, in: folder)
  }

  @Test func programsGetTheAgreedShape() throws {
    let result = try compare("records.jsonl", "--format", "json")
    #expect(result.code == 0)
    #expect(result.errors == "")
    let report = try JSONValue(parsing: result.output)
    #expect(report.keys == ["baselines", "groups", "runs", "skipped", "summary"])
    #expect(report["skipped"] == .object([:]))
    #expect(report["groups"] == .object([:]))
    let summary = try #require(report["summary"])
    #expect(
      summary.keys == [
        "coverage", "downtime", "half_width", "memory_iteration", "memory_processed", "outcome",
        "qemu_downtime", "qemu_total_time", "time_elapsed",
      ])
    // Half of the runs are right; the other is predicted in half its time: -50 %.
    #expect(summary["time_elapsed"]?.keys == ["bias", "median", "p90", "runs"])
    #expect(summary["time_elapsed"]?["runs"] == .integer(2))
    #expect(summary["time_elapsed"]?["median"] == .integer(25))
    #expect(summary["time_elapsed"]?["p90"] == .integer(45))
    #expect(summary["time_elapsed"]?["bias"] == .integer(-25))
    #expect(summary["memory_iteration"] == .object(["right": .integer(1)]))
    #expect(summary["outcome"]?["right"] == .integer(1))
    #expect(
      summary["outcome"]?["wrong"] == .array([.string("slow: aborted, predicted completed")]))
    #expect(summary["coverage"]?.keys == ["downtime", "time_elapsed"])
    #expect(summary["coverage"]?["time_elapsed"] == .number(0.5))
    let rows = try #require(report["runs"]).members
    #expect(rows.count == 12)
    let keys = Set(["measured", "predicted", "quantity", "run"])
    // Of what is predicted with an interval, that too.
    #expect(rows.allSatisfy { Set($0.keys).subtracting(["interval"]) == keys })
    #expect(rows.filter { $0["interval"] != nil }.count == 4)
    #expect(report["baselines"]?["memory / bandwidth"]?["time_elapsed"]?["runs"] == .integer(2))
  }

  @Test func peopleGetARowARunAndASummary() throws {
    let result = try compare("records.jsonl")
    #expect(result.code == 0)
    let lines = result.output.lines
    #expect(lines[0].hasPrefix("run   total [s]"))
    #expect(lines[1].hasPrefix("same ") && lines[1].hasSuffix(" completed"))
    #expect(lines[2].hasPrefix("slow ") && lines[2].hasSuffix(" aborted, missed"))
    #expect(lines[2].contains(" -50.0 % "))
    #expect(lines.contains("outcome right in 1 of 2 runs"))
    #expect(lines.contains("  wrong: slow: aborted, predicted completed"))
    #expect(lines.contains { $0.hasPrefix("by hand ") })
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(result.output.utf8.allSatisfy { $0 < 128 })
  }

  @Test func runsAreGroupedByAKey() throws {
    let json = try compare("records.jsonl", "--by", "path.rtt", "--format", "json")
    let groups = try #require(try JSONValue(parsing: json.output)["groups"])
    #expect(groups.keys == ["1 ms", "20 ms"])
    #expect(groups["20 ms"]?["time_elapsed"]?["median"] == .integer(50))
    let table = try compare("records.jsonl", "--by", "path.rtt")
    #expect(table.output.contains("\npath.rtt 20 ms"))
    let slip = try compare("records.jsonl", "--by", "path.rrt")
    #expect(slip.code == 64)
    #expect(slip.output == "")
    #expect(slip.errors.contains("--by path.rrt: no run has such a key; there are "))
  }

  @Test func anotherProfileGivesOtherPredictions() throws {
    try folder.write(
      """
      profile: sluggish
      based-on: generic-kvm
      host: {preparation: {value: 9 s, origin: assumed}}

      """, to: "sluggish.yaml")
    let own = try compare("same.jsonl", "records.jsonl", "--format", "json")
    let other = try compare(
      "same.jsonl", "records.jsonl", "--format", "json", "--profile", "sluggish.yaml")
    #expect(other.code == 0)
    #expect(own.output != other.output)
    let missing = try compare("records.jsonl", "--profile", "nowhere")
    #expect(missing.code == 65)
    #expect(missing.errors.lines.count == 1)
    #expect(
      missing.errors.hasPrefix(
        "error: records.jsonl: 2 runs (same, slow): --profile: no profile \"nowhere\""))
  }

  @Test func whatIsNotComparedIsNamed() throws {
    var unsupported = try Self.captured("packed", rtt: "1 ms", in: folder)
    unsupported.scenario = try Self.with("migration", #"{"compressed": true}"#, unsupported)
    try folder.write(try RecordFile.line(unsupported), to: "packed-record.jsonl")
    let json = try compare("packed-record.jsonl", "same.jsonl", "--format", "json")
    #expect(json.code == 0)
    let report = try JSONValue(parsing: json.output)
    #expect(
      report["skipped"]
        == .object([
          "packed": .string("compressed: not supported yet"),
          "same": .string("is a prediction itself"),
        ]))
    #expect(report["runs"] == .array([]))
    let table = try compare("packed-record.jsonl")
    #expect(table.output == "skipped 1:\n  packed: compressed: not supported yet\n")
  }

  @Test func aRunWhoseWorkloadNobodyKnowsIsSkippedByName() throws {
    var unknown = try Self.captured("unheard", rtt: "1 ms", in: folder)
    guard case .object(var members) = unknown.scenario else { return }
    members["workload"] = try JSONValue(parsing: #"[{"profile": "Foo"}]"#)
    unknown.scenario = .object(members)
    let good = try folder.text("records.jsonl")
    try folder.write(try RecordFile.line(unknown) + "\n" + good, to: "mixed.jsonl")
    let result = try compare("mixed.jsonl", "--format", "json")
    #expect(result.code == 0)
    let report = try JSONValue(parsing: result.output)
    #expect(
      report["skipped"] == .object(["unheard": .string("workload Foo: no profile has it")]))
    #expect(report["summary"]?["time_elapsed"]?["runs"] == .integer(2))
  }

  @Test func aBrokenScenarioIsAnErrorAndTheOthersAreCompared() throws {
    var broken = try Self.captured("broken", rtt: "1 ms", in: folder)
    broken.scenario = try Self.with("vm", #"{"memory": "lots"}"#, broken)
    let good = try folder.text("records.jsonl")
    try folder.write(try RecordFile.line(broken) + "\n" + good, to: "mixed.jsonl")
    let result = try compare("mixed.jsonl")
    #expect(result.code == 65)
    #expect(result.errors.hasPrefix("error: mixed.jsonl: broken: vm.memory: \"lots\" "))
    #expect(result.output.contains("\nsame "))
    #expect(!result.output.contains("broken"))
  }

  @Test func oneBadFileDoesNotStopTheOthers() throws {
    try folder.write(try folder.text("records.jsonl") + "\n{oops\n", to: "garbage.jsonl")
    let garbage = try compare("garbage.jsonl", "records.jsonl")
    #expect(garbage.code == 65)
    #expect(garbage.errors == "error: garbage.jsonl:3: is no record: not JSON\n")
    #expect(garbage.output.contains("outcome right in 1 of 2 runs"))
    let missing = try compare("missing.jsonl", "records.jsonl")
    #expect(missing.code == 66)
    #expect(missing.output.contains("outcome right in 1 of 2 runs"))
  }

  @Test func recordsAreReadFromStdinForADash() throws {
    let file = try compare("records.jsonl")
    let input = try FerryCommand.run(
      ["compare", "-"], in: folder, input: try folder.text("records.jsonl"))
    #expect(input.code == 0)
    #expect(input.output == file.output)
    let wrong = try FerryCommand.run(["compare", "-"], in: folder, input: "{oops\n")
    #expect(wrong.code == 65)
    #expect(wrong.errors.hasPrefix("error: stdin:1: is no record: not JSON"))
  }

  /// The record's scenario with one section replaced.
  private static func with(_ section: String, _ json: String, _ record: Record) throws -> JSONValue
  {
    guard case .object(var members) = record.scenario else { return record.scenario }
    members[section] = try JSONValue(parsing: json)
    return .object(members)
  }
}
