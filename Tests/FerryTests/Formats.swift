import Foundation
import Records
import Testing

/// What programs read: data on stdout only, in a shape that does not depend on luck.
@Suite struct Formats {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
    try folder.write(Example.diverging, to: "diverging.yaml")
    try folder.write(Example.wrong, to: "wrong.yaml")
  }

  private func predict(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(["predict"] + arguments, in: folder)
  }

  static let keys = [
    "digest", "downtime", "downtime_bytes", "downtime_interval", "downtime_parts_ns", "effective",
    "kind", "level", "memory_bps", "memory_constant", "memory_iteration", "memory_normal",
    "memory_processed", "memory_total", "notes", "outcome", "path", "pause", "pause_guest_clock",
    "pause_ns", "postcopy_bytes", "precopy_bytes", "promises", "qemu_downtime", "qemu_total_time",
    "reason", "record", "remedies", "replication", "rounds", "run", "scenario", "seed",
    "setup_time", "time_elapsed",
    "time_elapsed_interval",
  ]

  static let roundKeys = [
    "bandwidth_bps", "duration_ns", "end_cause", "pages_dirtied", "pages_left", "pages_sent",
    "round", "start_ns", "threshold_bytes", "zero_pages_sent",
  ]

  @Test func jsonHasTheRecordsFields() throws {
    let result = try predict("small.yaml", "--format", "json")
    #expect(result.code == 0)
    let record = try JSONValue(parsing: result.output)
    #expect(record.keys == Self.keys)
    #expect(record["record"] == .integer(1))
    #expect(record["kind"] == .string("predicted"))
    #expect(record["run"] == .string("small"))
    #expect(record["outcome"] == .string("completed"))
    #expect(record["reason"] == .null)
    #expect(record["promises"] == .array([]))
    #expect(record["remedies"] == .null)
    #expect(record["scenario"]?["path"]?["rtt"] == .string("1 ms"))
    let rounds = try #require(record["rounds"]).members
    #expect(!rounds.isEmpty)
    for (index, round) in rounds.enumerated() {
      #expect(round.keys == Self.roundKeys)
      #expect(round["round"] == .integer(Int64(index + 1)))
    }
    #expect(rounds.last?["end_cause"] == .string("stopped"))
  }

  @Test func theDowntimesPartsSumToThePause() throws {
    for rtt in ["0 ms", "1 ms", "37.3 ms", "200 ms"] {
      let result = try predict("small.yaml", "--format", "json", "--set", "path.rtt=\(rtt)")
      let record = try JSONValue(parsing: result.output)
      let parts = try #require(record["downtime_parts_ns"])
      let sum = parts.keys.compactMap { parts[$0]?.integer }.reduce(0, +)
      let pause = try #require(record["pause_ns"]?.integer)
      #expect(sum == pause)
      #expect(record["pause"]?.integer == pause / 1_000_000)
    }
  }

  @Test func intervalsHoldThePrediction() throws {
    let record = try JSONValue(parsing: try predict("small.yaml", "--format", "json").output)
    #expect(record["level"] == .number(0.9))
    for quantity in ["time_elapsed", "downtime"] {
      let value = try #require(record[quantity]?.integer)
      let bounds = try #require(record["\(quantity)_interval"]).members.compactMap(\.integer)
      #expect(bounds.count == 2)
      #expect(bounds[0] <= value && value <= bounds[1])
    }
  }

  @Test func effectiveValuesNameTheirOrigins() throws {
    let result = try predict("small.yaml", "--format", "json", "--mtu", "1400")
    let values = try #require(try JSONValue(parsing: result.output)["effective"]).members
    func origin(_ path: String) -> String? {
      values.first { $0["path"]?.string == path }?["origin"]?.string
    }
    #expect(origin("vm.memory") == "file")
    #expect(origin("path.mtu") == "flag")
    #expect(origin("path.overlay") == "default")
    #expect(origin("hosts.host.stop") == "profile generic-kvm")
    #expect(values.allSatisfy { $0.keys == ["origin", "path", "value"] })
  }

  @Test func aRunThatNeverEndsHasNoTimes() throws {
    let result = try predict("diverging.yaml", "--format", "json")
    let record = try JSONValue(parsing: result.output)
    #expect(record.keys == Self.keys)
    #expect(record["outcome"] == .string("not-converged"))
    #expect(record["reason"]?.string?.isEmpty == false)
    let remedies = try #require(record["remedies"])
    #expect(
      remedies.keys == [
        "aids", "least_bandwidth_bps", "least_rate_limit_bps", "shortest_downtime_limit",
      ])
    #expect(try #require(remedies["least_bandwidth_bps"]?.integer) > 100_000_000)
    #expect(remedies["aids"]?.members.count == 4)
    for key in [
      "time_elapsed", "downtime", "pause", "pause_guest_clock", "pause_ns", "downtime_parts_ns",
    ] {
      #expect(record[key] == .null)
    }
  }

  @Test func jsonLinesAreOneARecord() throws {
    let result = try predict("small.yaml", "diverging.yaml", "--format", "jsonl")
    let lines = result.output.lines
    #expect(lines.count == 2)
    let runs = try lines.map { try JSONValue(parsing: String($0))["run"] }
    #expect(runs == [.string("small"), .string("too fast a writer")])
  }

  @Test func csvIsARowARecord() throws {
    let result = try predict("small.yaml", "diverging.yaml", "--format", "csv")
    #expect(result.code == 0)
    let lines = result.output.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("run,kind,outcome,reason,scenario,time_elapsed,"))
    #expect(lines[0].contains(",path.rtt [ms],"))
    #expect(lines[1].hasPrefix("small,predicted,completed,,"))
    #expect(lines[2].hasPrefix("too fast a writer,predicted,not-converged,"))
    #expect(lines[3] == "")
  }

  @Test func domjobinfoIsWhatVirshPrints() throws {
    let result = try predict("small.yaml", "diverging.yaml", "--format", "domjobinfo")
    #expect(result.code == 0)
    let jobs = result.output.components(separatedBy: "\n\n")
    #expect(jobs.count == 3 && jobs[2] == "")
    #expect(jobs[0].hasPrefix("Job type:         Completed   \nOperation:        Outgoing"))
    #expect(jobs[0].contains("\nMemory remaining: 0.000 B\n"))
    #expect(jobs[1].hasPrefix("Job type:         Unbounded   \n"))
    #expect(!jobs[1].contains("downtime:"))
  }

  @Test func severalFilesGiveAListHoweverManyAreRight() throws {
    let both = try predict("small.yaml", "diverging.yaml", "--format", "json")
    #expect(try JSONValue(parsing: both.output).members.count == 2)
    let one = try predict("small.yaml", "wrong.yaml", "--format", "json")
    #expect(one.code == 65)
    #expect(try JSONValue(parsing: one.output).members.count == 1)
  }

  @Test func nothingIsPrintedForWhatIsWrong() throws {
    for format in ["json", "jsonl", "table", "csv", "domjobinfo"] {
      let result = try predict("wrong.yaml", "--format", format)
      #expect(result.code == 65)
      #expect(result.output == "")
    }
  }

  @Test(arguments: ["json", "jsonl", "table"])
  func notesGoToStderrAndCanBeSilenced(format: String) throws {
    let arguments = ["predict"] + Example.flags + ["--format", format]
    let loud = try FerryCommand.run(arguments, in: folder)
    let quiet = try FerryCommand.run(arguments + ["-q"], in: folder)
    #expect(loud.errors.lines.allSatisfy { $0.hasPrefix("note: ") })
    #expect(!loud.errors.isEmpty)
    #expect(!loud.output.contains("note: "))
    #expect(quiet.errors == "")
    #expect(quiet.output == loud.output)
  }

  @Test func validateListsValuesForPeopleAndPrograms() throws {
    let plain = try FerryCommand.run(["validate", "small.yaml", "wrong.yaml"], in: folder)
    #expect(plain.code == 65)
    #expect(plain.output == "small.yaml: valid\n")
    let verbose = try FerryCommand.run(["validate", "-v", "small.yaml"], in: folder)
    #expect(verbose.output.lines.contains { $0.hasPrefix("  vm.memory ") && $0.hasSuffix("file") })
    let json = try FerryCommand.run(["validate", "small.yaml", "--format", "json"], in: folder)
    let report = try JSONValue(parsing: json.output)
    #expect(report.keys == ["file", "notes", "scenario", "values"])
    #expect(report["file"] == .string("small.yaml"))
  }
}
