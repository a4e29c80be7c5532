import Foundation
import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// Patterns of the workload as a scenario writes them, and what is wrong with them.
@Suite struct WorkloadPatterns {
  private func workload(_ parts: String, vm: String = "touched: 1 GiB") -> String {
    Fixture.with(vm: vm, also: "workload: [\(parts)]")
  }

  private func patterns(
    _ parts: String, vm: String = "touched: 1 GiB"
  ) throws(ScenarioProblems) -> [any WritePattern] {
    try Fixture.scenario(workload(parts, vm: vm)).input.guest.workload
  }

  @Test func pacingIsKeptWithThePattern() throws {
    let rate = "rate: 10 MiB/s, working-set: 10 MiB"
    func pacing(_ more: String) throws -> Pacing {
      try #require(patterns("{pattern: uniform, \(rate)\(more)}").first).pacing
    }
    // 2,560 writes a second at 3 µs each.
    let usual = Share(count: 7_680_000)
    #expect(try pacing("") == .catchUp(needs: usual))
    #expect(try pacing(", cpu: 5 %") == .catchUp(needs: .percent(5)))
    #expect(try pacing(", pacing: steady") == Pacing(.steady, needs: usual))
    #expect(try pacing(", pacing: steady, cpu: 50 %") == Pacing(.steady, needs: .percent(50)))
    #expect(try pacing(", pacing: cpu-bound") == .cpuBound())
    #expect(try pacing(", pacing: cpu-bound, zero: 20 %") == .cpuBound())
  }

  @Test func writesThatEmptyPagesSayHowMany() throws {
    let pattern = try #require(
      patterns("{pattern: uniform, rate: 1 MiB/s, zero: 20 %}").first as? ZeroingWrites)
    #expect(pattern.zero == .percent(20))
  }

  @Test func phasesTakeRangesOneAfterAnother() throws {
    let found = try patterns(
      """
      {pattern: idle}, {pattern: phases, parts: [
      {for: 2 s, pattern: uniform, working-set: 100 MiB, rate: 1 MiB/s, pacing: steady},
      {for: 3 s, pattern: idle}, {for: 500 ms, pattern: sequential, rate: 2 MiB/s}]}
      """.replacing("\n", with: " "))
    let phases = try #require(found.last as? PhasedWrites)
    #expect(phases.parts.map(\.duration) == [.seconds(2), .seconds(3), .milliseconds(500)])
    #expect(phases.parts[0].pattern?.pacing.kind == .steady)
    #expect(phases.parts[1].pattern == nil)
    // The last has what the others leave of the gibibyte.
    #expect(phases.workingSet?.bytes == ByteCount(1 << 30))
  }

  @Test func aTraceIsFoundBesideItsScenarioAndGoesIntoItsRecord() throws {
    let yaml = workload("{pattern: trace, file: loads/rates.csv, working-set: 64 MiB}")
    let csv = "seconds,rate\r\n0,5 MiB/s\r\n12.5, \"1 MiB/s\"\r\n\r\n60,0\r\n"
    try Fixture.withFiles([("s.yaml", yaml)]) { folder in
      let loads = URL(filePath: folder).appending(path: "loads")
      try FileManager.default.createDirectory(at: loads, withIntermediateDirectories: true)
      try csv.write(to: loads.appending(path: "rates.csv"), atomically: true, encoding: .utf8)
      let scenario = try Scenario(contentsOf: "\(folder)/s.yaml")
      let trace = try #require(scenario.input.guest.workload.first as? TracedWrites)
      #expect(
        trace.points == [
          .init(from: .zero, rate: .bitsPerSecond(5 << 23)),
          .init(from: .milliseconds(12_500), rate: .bitsPerSecond(1 << 23)),
          .init(from: .seconds(60), rate: .zero),
        ])
      // The record stands alone.
      let alone = try Scenario(ScenarioNode(json: scenario.predict().scenario))
      #expect(alone.input.guest.workload.first as? TracedWrites != nil)
      #expect(alone.predict().prediction?.digest == scenario.predict().prediction?.digest)
    }
  }

  @Test(arguments: [
    ("", ":1:1: the first line must be seconds,rate, not \"\""),
    ("rate,seconds\n", ":1:1: the first line must be seconds,rate, not \"rate,seconds\""),
    ("seconds,rate\n", ":1:1: has no rate"),
    ("seconds,rate\n0,5 MiB/s\n1\n", ":3:1: 1 cells where there are 2, seconds and rate"),
    ("seconds,rate\n0,5 MiB/s,7\n", ":2:11: 3 cells where there are 2"),
    ("seconds,rate\n0 s,5 MiB/s\n", ":2:1: \"0 s\" is no number of seconds"),
    ("seconds,rate\n -1,5 MiB/s\n", ":2:2: \"-1\" is no number of seconds"),
    ("seconds,rate\n0,5\n", ":2:3: workload.0.points.0.1: \"5\" has no unit: write one of"),
    ("seconds,rate\n0,5 MiB\n", ":2:3: workload.0.points.0.1: \"MiB\" is not a unit of a rate"),
    ("seconds,rate\n0,1 MiB/s\n1,\n", ":3:3: workload.0.points.1.1: \"\" is not a rate"),
    ("seconds,rate\n2,1 MiB/s\n2,0\n", ":3:1: workload.0.points.1: the times must increase"),
    ("seconds,rate\n99999999,0\n", ":2:1: workload.0.points.0.0: \"99999999 s\" is more than"),
  ])
  func aTracesSlipsAreToldByLineAndColumn(csv: String, words: String) throws {
    let yaml = workload("{pattern: trace, file: rates.csv}")
    try Fixture.withFiles([("s.yaml", yaml), ("rates.csv", csv)]) { folder in
      let error = #expect(throws: ScenarioProblems.self) {
        try Scenario(contentsOf: "\(folder)/s.yaml")
      }
      #expect(error?.problems.count == 1)
      #expect(
        error?.description.hasPrefix("\(folder)/rates.csv\(words)") == true,
        "\(String(describing: error))")
    }
  }

  @Test func aTraceThatIsNotThereIsToldWhereItIsNamed() throws {
    let yaml = workload("{pattern: trace, file: rates.csv}")
    try Fixture.withFiles([("s.yaml", yaml)]) { folder in
      let error = #expect(throws: ScenarioProblems.self) {
        try Scenario(contentsOf: "\(folder)/s.yaml")
      }
      #expect(
        error?.description.contains(
          "workload.0.file: \(folder)/rates.csv cannot be read: no such file") == true)
      #expect(error?.description.hasPrefix("\(folder)/s.yaml:5:") == true)
    }
  }

  @Test(arguments: ["/etc/passwd", "../rates.csv", "a/../../b.csv"])
  func aTraceElsewhereIsNotRead(name: String) {
    let problems = Fixture.problems(workload("{pattern: trace, file: \(name)}"))
    #expect(problems.count == 1)
    #expect(problems.first?.contains("is no file beside the scenario") == true)
  }

  @Test(arguments: [
    ("{pattern: trace}", "workload.0: a trace needs a file, or points"),
    ("{pattern: trace, points: []}", "workload.0.points: has no rate"),
    ("{pattern: trace, file: a.csv, points: [[0 s, 1 MiB/s]]}", "either a file or points"),
    ("{pattern: trace, points: [[0, 1 MiB/s], [0, 2 MiB/s]]}", "the times must increase"),
    ("{pattern: trace, points: [[0 s, 4]]}", "workload.0.points.0.1: \"4\" has no unit"),
    ("{pattern: phases}", "workload.0.parts: is required"),
    ("{pattern: phases, parts: []}", "workload.0.parts: has no part"),
    ("{pattern: phases, parts: [{pattern: idle}]}", "workload.0.parts.0.for: is required"),
    ("{pattern: phases, parts: [{for: 0, pattern: idle}]}", "must be more than 0"),
    ("{pattern: phases, parts: [{for: 1 s}]}", "workload.0.parts.0: has no pattern"),
    (
      "{pattern: phases, parts: [{for: 1 s, pattern: phases, parts: []}]}",
      "no pattern \"phases\""
    ),
    (
      "{pattern: phases, parts: [{for: 1 s, pattern: uniform, rate: 1}]}",
      "workload.0.parts.0.rate: \"1\" has no unit"
    ),
    (
      "{pattern: phases, parts: [{for: 1 s, pattern: uniform, rate: 0}, "
        + "{for: 1 s, pattern: uniform, rate: 0}]}",
      "has no working-set, nor has workload.0.parts.0"
    ),
    (
      "{pattern: uniform, rate: 0, pacing: cpu-bound, cpu: 5 %}",
      "workload.0.cpu: \"5 %\" is less than a cpu-bound part takes"
    ),
    ("{pattern: uniform, rate: 0, cpu: 150 %}", "is more than the guest has: vm.vcpus is 1"),
    ("{pattern: uniform, rate: 0, pacing: slow}", "workload.0.pacing: \"slow\" is not known"),
    ("{pattern: uniform, rate: 0, zero: 101 %}", "workload.0.zero: \"101 %\" is more than 100 %"),
    ("{stress-ng: \"--vm 1 --hdd 1\"}", "workload.0.stress-ng: --hdd is no option"),
    ("{stress-ng: \"--vm 1 --vm-bytes 80 %\"}", "\"%\" is no option"),
    ("{stress-ng: \"--vm 1 --vm-bytes 101%\"}", "a size such as 256m, or a share such as 80%"),
    ("{stress-ng: \"--vm 1 --vm-bytes 1k\"}", "a size such as 256m, or a share such as 80%"),
    ("{stress-ng: \"--vm x\"}", "--vm x: a whole number up to 64 was expected"),
    ("{stress-ng: \"--cpu 1 --cpu-load 101\"}", "a whole number up to 100 was expected"),
    ("{stress-ng: \"--vm 1 --vm-method prime\"}", "--vm-method prime is no method"),
    ("{stress-ng: \"--vm 1 -t 5x\"}", "--timeout 5x: a time such as 60 or 5m was expected"),
    ("{stress-ng: --vm 1, running-for: 13}", "workload.0.running-for: \"13\" has no unit"),
  ])
  func slipsAreToldAtTheirPlace(part: String, words: String) {
    let problems = Fixture.problems(workload(part))
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.hasPrefix("s.yaml:5:") == true)
    #expect(problems.first?.contains(words) == true, "\(problems)")
  }

  @Test(arguments: ["--vm-ops", "--cpu-ops"])
  func whatStressNGCanDoAndTheModelNotIsRefusedByName(option: String) {
    let error = #expect(throws: ScenarioProblems.self) {
      try patterns("{stress-ng: \"--vm 1 --cpu 1 \(option) 5\"}")
    }
    #expect(error?.problems.map(\.feature) == ["stress-ng \(option)"])
  }

  @Test(arguments: [
    // 512 MiB less 97 of the system and 13 that the kernel keeps.
    ("--vm 1 --vm-bytes 25%", 25_724), ("--vm 1 --vm-bytes 80%", 82_317),
    ("--vm 2 --vm-bytes 100%", 102_896), ("--vm 1", 65_536), ("--vm 1 --vm-bytes 1G", 102_896),
    ("-m 1 --vm-bytes=64m", 16_384),
  ])
  func aBufferIsAShareOfWhatIsFree(options: String, pages: Int64) throws {
    let yaml = """
      vm: {memory: 512 MiB}
      path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
      workload: [{stress-ng: "\(options)"}]
      """
    let guest = try Fixture.scenario(yaml).input.guest
    let stress = try #require(guest.workload.first as? StressedMemory)
    #expect(abs(stress.buffer.count - pages) <= 2)
    #expect(stress.touched == stress.buffer)
    #expect(stress.runningFor == .seconds(13))
    // And what is touched is it and the system's own.
    let expected = min(512 << 8, pages + 22_800 + 4 * 512)
    #expect(abs(PageCount(holding: guest.touched).count - expected) <= 2)
  }

  @Test func whatElseIsTouchedWasNotFree() throws {
    func stress(_ touched: String) throws -> StressedMemory {
      let yaml = """
        vm: {memory: 512 MiB, touched: \(touched)}
        path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
        workload: [{stress-ng: "--vm 1 --vm-bytes 50%"}]
        """
      return try #require(
        Fixture.scenario(yaml).input.guest.workload.first as? StressedMemory)
    }
    // 97 of the system and 201 of the buffer.
    let exact = try stress("298 MiB")
    #expect(abs(exact.buffer.bytes.count - 201 << 20) < 1 << 20)
    // Fifty more stand for a hundred that something else has filled.
    let filled = try stress("348 MiB")
    #expect(abs(filled.buffer.bytes.count - 151 << 20) < 1 << 20)
    // Less than that: part of the buffer is zero when it is first sent.
    let empty = try stress("198 MiB")
    #expect(empty.buffer == exact.buffer)
    #expect(abs(empty.touched.bytes.count - 101 << 20) < 1 << 20)
  }

  @Test func anIdleProcessorStressorTouchesMoreThanAnIdleGuest() throws {
    let yaml = """
      vm: {memory: 512 MiB, vcpus: 2}
      path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
      workload: [{pattern: idle}, {stress-ng: "--cpu 0 --cpu-load 80"}]
      """
    let scenario = try Fixture.scenario(yaml)
    let stress = try #require(scenario.input.guest.workload.last as? StressedProcessors)
    #expect(stress.pacing == Pacing(.steady, needs: .percent(160)))
    #expect(PageCount(holding: scenario.input.guest.touched).count == 30_000 + 4 * 512)
    #expect(scenario.notes.contains { $0.hasPrefix("vm.touched is not given: 125.2 MiB, what") })
  }

  @Test func optionsReadAsStressNGReadsThem() throws {
    let stress = try #require(
      patterns(
        "{stress-ng: \"--vm 2 --vm-bytes 1.5G --vm-hang 3 --vm-keep --vm-method flip -t 5m "
          + "--vm-madvise hugepage --vm-populate --vm-locked --seed 7\", running-for: 1 min}",
        vm: "vcpus: 4"
      ).first as? StressedMemory)
    #expect(stress.workers == 2)
    #expect(stress.buffer.bytes == ByteCount(1536 << 20))
    #expect(stress.hang == .seconds(3))
    #expect(stress.keepsBuffer)
    #expect(stress.method == "flip")
    #expect(stress.timeout == .seconds(300))
    #expect(stress.runningFor == .seconds(60))
  }
}
