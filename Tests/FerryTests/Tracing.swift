import Foundation
import Records
import Testing

/// What `--trace` writes is what the documented format of trace events says, and the record agrees.
@Suite struct Tracing {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
    try folder.write(Example.diverging, to: "diverging.yaml")
  }

  static let loaded = [
    "--set", "workload=[{pattern: uniform, working-set: 64 MiB, rate: 8 MiB/s}]", "--set",
    "path.bandwidth=100 Mbit/s",
  ]

  /// The events of a trace of these arguments, and the records.
  private func trace(_ arguments: [String]) throws -> (events: [Event], records: [JSONValue]) {
    let result = try FerryCommand.run(
      ["predict", "--trace", "out.json", "--format", "jsonl", "-q"] + arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let trace = try JSONValue(parsing: try folder.text("out.json"))
    #expect(trace.keys == ["displayTimeUnit", "traceEvents"])
    #expect(trace["displayTimeUnit"] == .string("ms"))
    let events = try #require(trace["traceEvents"]).members.map { try #require(Event($0)) }
    return (events, try result.output.lines.map { try JSONValue(parsing: String($0)) })
  }

  /// Every event has these, or it isn't one.
  struct Event {
    let phase: String
    let name: String
    let process: Int64
    let row: Int64
    /// In nanoseconds.
    let start: Int64
    let length: Int64?
    let json: JSONValue

    init?(_ json: JSONValue) {
      guard let phase = json["ph"]?.string, let name = json["name"]?.string,
        let process = json["pid"]?.integer, let row = json["tid"]?.integer,
        let start = json["ts"].flatMap(Event.nanoseconds)
      else { return nil }
      self.phase = phase
      self.name = name
      self.process = process
      self.row = row
      self.start = start
      length = json["dur"].flatMap(Event.nanoseconds)
      self.json = json
    }

    private static func nanoseconds(_ microseconds: JSONValue) -> Int64? {
      switch microseconds {
      case .integer(let value): value * 1000
      case .number(let value): Int64((value * 1000).rounded())
      default: nil
      }
    }

    var argument: JSONValue? { json["args"] }
    var end: Int64 { start + (length ?? 0) }
  }

  @Test(arguments: [
    ["small.yaml"], ["diverging.yaml"], ["diverging.yaml", "--timeout", "20s"],
    ["small.yaml"] + loaded, ["small.yaml", "diverging.yaml"],
    ["small.yaml", "--set", "migration.manager=none"],
    ["small.yaml", "--overlay", "nvgre", "--set", "path.inner-mtu=1500"],
  ])
  func eventsHaveTheDocumentedShape(arguments: [String]) throws {
    let (events, records) = try trace(arguments)
    #expect(Set(events.map(\.phase)).isSubset(of: ["X", "i", "C", "M"]))
    for event in events {
      switch event.phase {
      case "X": #expect(try #require(event.length) >= 0, "\(event)")
      case "i": #expect(event.json["s"]?.string == "t")
      case "C":
        let values = try #require(event.argument)
        #expect(!values.keys.isEmpty && values.keys.allSatisfy { values[$0]?.integer != nil })
      default: #expect(event.argument?["name"]?.string?.isEmpty == false)
      }
    }
    let processes = Set(events.map(\.process))
    #expect(processes == Set(1...Int64(records.count)))
    for process in processes {
      let own = events.filter { $0.process == process }
      let names = own.filter { $0.name == "process_name" }.map { $0.argument?["name"]?.string }
      #expect(names == [records[Int(process) - 1]["run"]?.string])
      let drawn = own.filter { $0.phase != "M" }
      #expect(drawn.map(\.start) == drawn.map(\.start).sorted())
      for row in Set(own.map(\.row)) where row > 0 {
        #expect(own.contains { $0.name == "thread_name" && $0.row == row })
        try nestOrFollow(drawn.filter { $0.row == row && $0.phase == "X" })
      }
    }
  }

  /// Each begins after the one before has ended, or ends no later.
  private func nestOrFollow(_ bars: [Event]) throws {
    var open: [Event] = []
    for bar in bars {
      while let last = open.last, last.end <= bar.start { open.removeLast() }
      if let last = open.last { #expect(bar.end <= last.end, "\(bar.json) in \(last.json)") }
      open.append(bar)
    }
  }

  @Test func roundsAndCountersAreTheRecords() throws {
    let (events, records) = try trace(["small.yaml"] + Self.loaded)
    let record = records[0]
    let rounds = try #require(record["rounds"]).members
    #expect(rounds.count > 3)
    let bars = events.filter { $0.phase == "X" && $0.name.hasPrefix("round ") }
    #expect(bars.map(\.start) == rounds.map { $0["start_ns"]?.integer })
    #expect(bars.map(\.length) == rounds.map { $0["duration_ns"]?.integer })
    for (bar, round) in zip(bars, rounds) {
      for key in ["pages_sent", "pages_dirtied", "pages_left", "end_cause"] {
        #expect(bar.argument?[key] == round[key])
      }
    }
    // What a synchronisation finds is what was left and what was dirtied.
    let marks = events.filter { $0.name == "synchronisation" }
    #expect(marks.count == rounds.count - 1)
    let levels = events.filter { $0.phase == "C" && $0.name == "pages left" }
    for (mark, round) in zip(marks, rounds) {
      let left = try #require(round["pages_left"]?.integer)
      let found = left + (try #require(round["pages_dirtied"]?.integer))
      #expect(mark.argument?["pages"] == .integer(found))
      let there = levels.filter { $0.start == mark.start }.map { $0.argument?["pages"]?.integer }
      #expect(there.contains(found))
    }
    let bandwidths = events.filter { $0.name == "bandwidth that QEMU sees" }
      .map { $0.argument?["bits a second"]?.integer }
    for round in rounds.dropFirst() {
      #expect(bandwidths.contains(round["bandwidth_bps"]?.integer))
    }
    // The pause's parts follow one another, and are all of it.
    let pause = try #require(events.first { $0.name == "the guest stands still" })
    let parts = events.filter { $0.row == pause.row && $0.phase == "X" && $0.name != pause.name }
    #expect(parts.reduce(0) { $0 + ($1.length ?? 0) } == pause.length)
    #expect(pause.length == record["pause_ns"]?.integer)
    let buffers = events.filter { $0.name == "send buffer" }
      .compactMap { $0.argument?["bytes"]?.integer }
    let most = try #require(record["path"]?["send_buffer_bytes"]?.integer)
    #expect(buffers.allSatisfy { $0 >= 0 && $0 <= most * 11 / 10 + 65536 })
    #expect(buffers.contains { $0 > most / 2 })
  }

  @Test func theSameBytesInAnyProcess() throws {
    _ = try trace(["small.yaml", "diverging.yaml"])
    let first = try folder.text("out.json")
    _ = try trace(["small.yaml", "diverging.yaml"])
    #expect(try folder.text("out.json") == first)
  }

  @Test func aTraceChangesNothing() throws {
    let plain = try FerryCommand.run(["predict", "small.yaml"], in: folder)
    let traced = try FerryCommand.run(
      ["predict", "small.yaml", "--trace", "out.json"], in: folder)
    #expect(plain.output == traced.output)
  }

  /// The pause begins where the guest was suspended, not where QEMU stops it itself.
  @Test(
    arguments: [
      (["--set", "migration={timeout: 20 s, on-timeout: suspend}"], 20_000_000_000),
      (["--set", "migration.method=stop-and-copy"], nil),
    ] as [([String], Int64?)])
  func aSuspendedGuestStandsStillFromThenOn(arguments: [String], from: Int64?) throws {
    let (events, records) = try trace(["diverging.yaml"] + arguments)
    let pause = try #require(events.first { $0.name == "the guest stands still" })
    let suspended = try #require(events.first { $0.name == "suspended" })
    if let from { #expect(pause.start == from) }
    #expect(suspended.start == pause.start)
    let whole = try #require(events.first { $0.name == "migration" })
    #expect(abs(pause.end - whole.end) <= 1000)
    #expect(pause.length == records[0]["pause_ns"]?.integer)
  }

  /// A device of its own, as a slip would replace the machine's.
  @Test(.enabled(if: geteuid() == 0, "only root makes devices"))
  func aFullDeviceIsTold() throws {
    let result = try FerryCommand.shell(
      "mknod full c 1 7 && \"$FERRY\" predict small.yaml --trace full", in: folder)
    #expect(result.code == 74)
    #expect(result.errors.contains("full: can't be written: No space left on device"))
  }

  @Test func aFolderIsNoFile() throws {
    let result = try FerryCommand.run(["predict", "small.yaml", "--trace", "."], in: folder)
    #expect(result.code == 74)
    #expect(result.errors.contains("error: .: can't be written: it is a folder\n"))
  }

  /// What is no ordinary file is written to, not replaced.
  @Test func aPipeStaysOne() throws {
    let line =
      "mkfifo pipe && (timeout 30 cat pipe > copy & "
      + "\"$FERRY\" predict -q small.yaml --trace pipe; wait)"
    #expect(try FerryCommand.shell(line, in: folder).code == 0)
    #expect(try JSONValue(parsing: folder.text("copy"))["traceEvents"] != nil)
  }

  @Test func aFolderThatIsNotThereIsTold() throws {
    let result = try FerryCommand.run(
      ["predict", "small.yaml", "--trace", "nowhere/out.json"], in: folder)
    #expect(result.code == 74)
    #expect(result.errors.contains("nowhere/out.json: can't be written"))
  }
}
