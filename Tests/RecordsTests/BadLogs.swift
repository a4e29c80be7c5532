import Foundation
import Testing

@testable import Records

/// Lines that nobody can use are told by their numbers; the rest is kept.
@Suite struct BadLogs {
  static let job = "Job type:         Completed   \nTime elapsed:     8401         ms\n"

  @Test(arguments: [
    ("Time elapsed: soon", "Time elapsed: \"soon\" is not a whole number of ms"),
    ("Time elapsed: -5 ms", "Time elapsed: \"-5 ms\" is not a whole number of ms"),
    ("Time elapsed: 99999999999999999999 ms", "\"99999999999999999999 ms\" is not a whole"),
    ("Time elapsed: 9223372036854775807 ms", "time_elapsed: 9223372036854775807 is more than"),
    ("Memory total: 1.5 GB of it", "\"GB of it\" is not a unit of a size"),
    ("Memory total: -1.000 GiB", "\"-1.000 GiB\" is negative"),
    ("Memory total: 99999999999.000 TiB", "is more than a size can hold here"),
    ("Memory total: 4194304.000 TiB", "memory_total: 4611686018427387904 is more than"),
    ("memory_total: 5.5", "memory_total: \"5.5\" is not a whole number"),
    ("Job type: Dancing", "\"Dancing\" is no type of job"),
    ("Mon May  1", "is no line of domjobinfo"),
    ("Verstrichene Zeit: 5 ms", "is no line of domjobinfo"),
    ("Iteration: \u{0}5", "has control characters"),
  ])
  func aBrokenLineOfDomjobinfoIsToldAndTheRestKept(line: String, words: String) throws {
    let result = try Logs.read(Self.job + line + "\n", as: .domjobinfo)
    #expect(result.record.timeElapsed == 8401)
    #expect(result.problems.count == 1)
    let told = try #require(result.problems.first.first)
    #expect(told.line == 3)
    #expect(told.words.contains(words), "\(told.words)")
  }

  @Test(arguments: [
    (
      "{\"return\": {\"status\": \"active\", \"ram\": {\"total\": -1}}}",
      "ram.total is not a number"
    ),
    ("{\"return\": {\"status\": \"active\", \"ram\": {\"total\": 1e300}}}", "ram.total is not"),
    ("{\"return\": {\"status\": \"active\", \"ram\": {\"mbps\": \"x\"}}}", "ram.mbps is not"),
    ("{\"return\": {\"status\": 5}}", "status is no text"),
    (
      "{\"return\": {\"status\": \"active\", \"ram\": {\"tot",
      "an object begins here that has no end"
    ),
    ("{\"return\": ]}", "is no JSON object"),
    ("(QEMU) query-migrate", "is no JSON object"),
    ("{\"error\": {\"desc\": \"no\"}}", "QEMU answered with an error: no"),
    (
      "{\"event\": \"STOP\", \"timestamp\": {\"seconds\": -1, \"microseconds\": 0}}", "no timestamp"
    ),
    ("{\"colour\": \"blue\"}", "is no answer to query-migrate"),
  ])
  func aBrokenAnswerIsToldAndTheRestKept(line: String, words: String) throws {
    let poll = #"{"return": {"status": "active", "total-time": 7, "ram": {"total": 4096}}}"#
    let result = try Logs.read("\(poll)\n\n\(line)\n\(poll)\n", as: .qmp)
    #expect(result.record.samples?.count ?? 0 >= 2)
    #expect(result.problems.count == 1)
    let told = try #require(result.problems.first.first)
    #expect(told.line == 3)
    #expect(told.words.contains(words), "\(told.words)")
  }

  @Test(arguments: [
    ("2024-05-01 12:00:01 migration active, transferred much", "is not a size such as"),
    ("2024-05-01 12:00:01 migration active, transferred 1.0 GiB", "stands where \" of \" should"),
    ("2024-05-01 12:00:01 migration active, transferred -1.0 GiB of 2.0 GiB VM-state", "size"),
    ("2024-05-01 12:00:01 migration active, transferred 9999999999999999999 B of 1 B", "size"),
    ("2024-05-01 12:00:01 average migration speed: fast - downtime soon", "whole number"),
    ("2024-05-01 12:00:01 migration finished successfully (duration 1)", "duration such as"),
    ("2024-05-01 11:59:59 earlier", "its time is before the last line's"),
    ("2024-99-01 12:00:01 never", "is no line of a migration task's log"),
    ("what a day", "is no line of a migration task's log"),
  ])
  func aBrokenLineOfProxmoxIsToldAndTheRestKept(line: String, words: String) throws {
    let first = "2024-05-01 12:00:00 starting migration of VM 100 to node 'b' (192.0.2.2)\n"
    let poll = "2024-05-01 12:00:02 migration active, transferred 1.0 GiB of 2.0 GiB VM-state\n"
    let result = try Logs.read(first + line + "\n" + poll, as: .proxmox)
    #expect(result.record.memoryProcessed == 1 << 30)
    #expect(result.problems.count == 1)
    let told = try #require(result.problems.first.first)
    #expect(told.line == 2)
    #expect(told.words.contains(words), "\(told.words)")
  }

  @Test func coloursMarksAndForeignLineEndsAreNoMatter() throws {
    let plain = try Logs.record(Self.job, as: .domjobinfo)
    let ends = Self.job.replacing("\n", with: "\r\n")
    #expect(try Logs.record("\u{FEFF}" + ends, as: .domjobinfo) == plain)
    let lines = Self.job.split(separator: "\n").map { "\u{1B}[1;32m\($0)\u{1B}[0m\n" }
    #expect(try Logs.record(lines.joined(), as: .domjobinfo) == plain)
  }

  @Test func whatIsNoUTF8IsToldByItsLine() throws {
    let data = Data(Self.job.utf8) + [0xFF, 0xFE, 0x0A] + Data("Setup time: 2 ms".utf8)
    let result = try LogFormat.domjobinfo.read(data, run: "r")
    #expect(result.record.setupTime == 2)
    #expect(result.problems.first.map(\.description) == ["3: is no UTF-8 text"])
  }

  @Test(arguments: LogFormat.allCases)
  func whatTellsOfNoMigrationIsNoLog(format: LogFormat) {
    let nothings = [
      "", "\n \n", "hello\n", "{}", "[]", "[[[[", "{\"return\": {}}", "Job type: None\n",
      "2024-05-01 12:00:00 hello\n", String(repeating: "\u{0}", count: 4096),
      String(repeating: "{", count: 100_000), String(repeating: "x", count: 2 << 20),
    ]
    for text in nothings {
      #expect(throws: UnusableLog.self, "\(text.prefix(20))") {
        try Logs.read(text, as: format)
      }
    }
  }

  @Test func onlyTheFirstOfManyProblemsAreKept() throws {
    let noise = String(repeating: "noise\n", count: 1000)
    let problems = try Logs.read(Self.job + noise, as: .domjobinfo).problems
    #expect(problems.count == 1000)
    #expect(problems.first.count == LogProblems.most)
    #expect(problems.further == 1000 - LogProblems.most)
  }
}
