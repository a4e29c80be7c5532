import Foundation
import Records
import Scenarios
import Testing

/// Records as runs.csv, rounds.csv, samples.csv and datapackage.json.
@Suite struct RecordsAsTables {
  static let scenario = """
    name: 5 s
    vm: {memory: 2 GiB, touched: 70 %, vcpus: 2}
    path: {bandwidth: 37.5 Mbit/s, rtt: 36.784 ms, queue: 64 KiB, loss: 0}
    workload:
      - {pattern: idle}
      - {pattern: curve, working-set: 512 MiB, points: [[0.5 s, 900], [1 s, 1500]]}
    migration: {bandwidth: unlimited, downtime-limit: 1 s}

    """

  static func record(_ run: String) throws -> Record {
    let scenario = try ScenarioNode(yaml: scenario).json
    var record = Record(kind: .captured, run: run, scenario: scenario, outcome: "completed")
    record.timeElapsed = 8401
    record.reason = "because, \"so\"\nit goes"
    record.others["disk_total"] = .integer(7)
    record.facts = .object(["qemu": .string("10.0.2"), "load": .array([.number(0.5)])])
    record.rounds = [1, 2].map { number in
      Record.Round(
        round: number, endCause: nil, startNanoseconds: nil, durationNanoseconds: 5,
        pagesSent: 9, zeroPagesSent: nil, pagesDirtied: nil, pagesLeft: nil,
        bandwidthBitsPerSecond: nil, thresholdBytes: nil, throttle: nil)
    }
    record.samples = .array([
      .object(["time_elapsed": .integer(3)]), .object(["memory_bps": .integer(4)]),
    ])
    return record
  }

  private func cells(_ table: Table, row: Int = 0) -> [String: String] {
    let pairs = zip(table.columns, table.rows[row]).compactMap { column, cell in
      cell.map { (column.name, $0.text) }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  @Test func aScenariosFieldsAreColumnsWithTheirUnits() throws {
    let runs = RecordTables([try Self.record("a")]).runs
    let row = cells(runs)
    #expect(row["run"] == "a")
    #expect(row["path.rtt [ms]"] == "36.784")
    #expect(row["path.bandwidth [Mbit/s]"] == "37.5")
    #expect(row["path.loss [%]"] == "0")
    #expect(row["vm.memory [B]"] == "2147483648")
    #expect(row["vm.touched [%]"] == "70")
    #expect(row["vm.vcpus"] == "2")
    // Told by the key, not by the look: a name is no time, a queue may be a size.
    #expect(row["name"] == "5 s")
    #expect(row["path.queue [B]"] == "65536")
    #expect(row["migration.bandwidth"] == "unlimited")
    #expect(row["migration.downtime-limit [ms]"] == "1000")
    #expect(row["workload.0.pattern"] == "idle")
    #expect(row["workload.1.working-set [B]"] == "536870912")
    #expect(row["workload.1.points"] == #"[["0.5 s",900],["1 s",1500]]"#)
    #expect(row["disk_total"] == "7")
    #expect(row["facts.qemu"] == "10.0.2")
    #expect(row["facts.load"] == "[0.5]")
    #expect(row["scenario"]?.count == 16)
    let unit = runs.columns.first { $0.name == "path.rtt [ms]" }
    #expect(unit?.unit == "ms")
    #expect(unit?.type == .number)
  }

  @Test func aPredictionHasAColumnForAllItAdds() throws {
    let record = try Fixture.scenario(Fixture.minimal).predict()
    let row = cells(RecordTables([record]).runs)
    #expect(row["digest"] == record.prediction?.digest)
    #expect(
      row["time_elapsed_interval.low"] == record.prediction?.timeElapsedInterval?[0].description)
    #expect(row["path.goodput_bps"] == "37000000")
    #expect(row["downtime_parts_ns.stop"] != nil)
  }

  @Test func aRunsNameIsTheKeyAndSoDistinct() throws {
    let tables = RecordTables(try ["a", "a", "a (2)", "", "a"].map { try Self.record($0) })
    let names = ["a", "a (3)", "a (2)", "unnamed", "a (4)"]
    #expect(tables.runs.rows.map { $0[0]?.text } == names)
    #expect(tables.rounds.rows.count == 10)
    #expect(Set(tables.samples.rows.map { $0[0]?.text }) == Set(names))
  }

  @Test func aForeignScenarioTakesNoColumnOfTheRecords() throws {
    var record = try Self.record("mine")
    record.scenario = .object([
      "run": .string("theirs"), "outcome": .integer(5), "scenario": .bool(true), "": .null,
      "path": .object(["rtt": .string("lots")]),
    ])
    let row = cells(RecordTables([record]).runs)
    #expect(row["run"] == "mine")
    #expect(row["outcome"] == "completed")
    #expect(row["scenario.run"] == "theirs")
    #expect(row["scenario.scenario"] == "true")
    #expect(row["path.rtt"] == "lots")
    for odd in [JSONValue.null, .string("x"), .array([.integer(1)])] {
      record.scenario = odd
      #expect(cells(RecordTables([record]).runs)["run"] == "mine")
    }
  }

  @Test func equalRecordsGiveEqualBytes() throws {
    let folders = try (0..<2).map { _ in try Fixture.temporaryFolder() }
    defer { for folder in folders { try? FileManager.default.removeItem(atPath: folder) } }
    let records = try ["a", "b"].map { try Self.record($0) }
    for folder in folders { try RecordTables(records).write(to: "\(folder)/tables") }
    let names = ["datapackage.json", "rounds.csv", "runs.csv", "samples.csv"]
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(folders[0])/tables").sorted() == names)
    for name in names {
      let files = try folders.map { try Data(contentsOf: URL(filePath: "\($0)/tables/\(name)")) }
      #expect(files[0] == files[1])
      #expect(!files[0].isEmpty)
    }
  }
}

/// The tables held against Frictionless' own reader.
///
/// It wants a Python that has the package: `python3 -m venv V && V/bin/pip install frictionless`,
/// then `FERRY_PYTHON=V/bin/python swift test`.
@Suite(.enabled(if: Frictionless.isThere, "no frictionless for python3; see FERRY_PYTHON"))
struct FrictionlessTables {
  @Test func realAndHostileTablesAreValid() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var odd = try RecordsAsTables.record("=1+1, \"x\"\r\n\u{0}\u{1B}é漢🚢")
    odd.scenario = .object(["a, b": .object(["c\"\n": .string(" ,\"\r\n ")]), "name": .integer(3)])
    odd.samples = .array([.null, .object(["time_elapsed": .string("x")])])
    let records = [
      try RecordsAsTables.record("a"), try RecordsAsTables.record("a"), odd,
      try Fixture.scenario(Fixture.minimal).predict(),
    ]
    try RecordTables(records).write(to: "\(folder)/full")
    try RecordTables([]).write(to: "\(folder)/empty")
    for name in ["full", "empty"] {
      let said = try Frictionless.validate("\(folder)/\(name)")
      #expect(said == "valid\n", "\(name): \(said)")
    }
    // And that this test can fail: a number that is none, a run that isn't there.
    let rounds = URL(filePath: "\(folder)/full/rounds.csv")
    let text = try String(contentsOf: rounds, encoding: .utf8)
    try Data((text.replacing("\r\na,1", with: "\r\nb,one")).utf8).write(to: rounds)
    let said = try Frictionless.validate("\(folder)/full")
    #expect(said.contains("type-error") && said.contains("foreign-key"), "\(said)")
  }
}

enum Frictionless {
  private static let python = ProcessInfo.processInfo.environment["FERRY_PYTHON"] ?? "python3"

  static let isThere = (try? run("import frictionless"))?.code == 0

  /// "valid", or one line an error.
  static func validate(_ folder: String) throws -> String {
    try run(
      """
      import os, sys
      from frictionless import Package
      os.chdir(sys.argv[1])
      report = Package("datapackage.json").validate()
      for task in report.tasks:
          for error in task.errors: print(task.name, error.type, error.message)
      for error in report.errors: print(error.type, error.message)
      if report.valid: print("valid")
      """, folder
    ).output
  }

  private static func run(
    _ script: String, _ arguments: String...
  ) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, said)
  }
}
