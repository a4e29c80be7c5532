import Foundation
import Testing

@testable import Records

/// Other people's logs become records.
@Suite struct Importing {
  @Test func pollsOfDomjobinfoAreSamplesAndTheCompletedJobIsTheRecord() throws {
    let record = try Logs.record(try Logs.text("domjobinfo-polls.txt"), as: .domjobinfo)
    #expect(record.kind == .imported)
    #expect(record.outcome == "completed")
    #expect(record.timeElapsed == 334_560)
    #expect(record.downtime == 912)
    #expect(record.memoryConstant == 171_033)
    #expect(record.memoryIteration == 5)
    #expect(record.samples?.count == 3)
    #expect(record.samples?[2]?["time_elapsed"] == .integer(331_010))
    #expect(record.samples?[2]?["expected_downtime"] == .integer(300))
    #expect(record.samples?[2]?["downtime"] == nil)
    #expect(record.scenario["vm"]?["memory"] == .string("2064 MiB"))
    #expect(record.scenario["path"] == nil)
    #expect(record.facts?["imported-from"] == .string("domjobinfo"))
  }

  @Test func aRealLogOfQEMUsIsRead() throws {
    let result = try Logs.read(try Logs.text("query-migrate.log"), as: .qmp)
    #expect(result.problems.count == 0)
    let record = result.record
    #expect(record.outcome == "completed")
    #expect(record.qemuTotalTime == 5109)
    #expect(record.qemuDowntime == 2)
    #expect(record.timeElapsed == nil && record.downtime == nil && record.pause == nil)
    #expect(record.memoryTotal == 67_641_344)
    #expect(record.memoryNormal == 1660)
    #expect(record.samples?.count == 6)
    #expect(record.samples?[0]?["memory_processed"] == .integer(1_091_634))
    #expect(record.facts?["qemu"] == .string("10.0.2"))
    let stop = record.facts?["events"]?[4]
    #expect(stop?["event"] == .string("STOP"))
    #expect(stop?["time_us"] == .integer(5_107_038))
    // 64 MiB and the firmware; of it 1657 pages are not zero, which are what was sent but for 3.
    #expect(record.scenario["vm"]?["memory"] == .string("64 MiB"))
    #expect(record.scenario["vm"]?["touched"] == .string("6628 KiB"))
  }

  @Test func prettyAndListedAnswersAreReadTheSame() throws {
    let lines = try Logs.text("query-migrate.log").split(separator: "\n")
    let plain = try Logs.record(lines.joined(separator: "\n"), as: .qmp)
    let list = "[" + lines.joined(separator: ",\n") + "]"
    #expect(try Logs.record(list, as: .qmp) == plain)
    let pretty = try lines.map { line in
      try RecordFile.pretty(try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)))
    }
    #expect(try Logs.record(pretty.joined(separator: "\n"), as: .qmp) == plain)
    #expect(try Logs.record(pretty.joined(separator: "\r\n"), as: .qmp) == plain)
  }

  @Test func guestperfsReportIsRead() throws {
    func progress(_ status: String, _ iteration: Int, _ duration: Int, _ downtime: Int) -> String {
      """
      {"status": "\(status)", "now": 1.5, "duration": \(duration), "downtime": \(downtime),
       "downtime_expected": 500, "setup_time": 3, "throttle_pcent": 20,
       "ram": {"transferred_bytes": 4096, "remaining_bytes": 0, "total_bytes": 1073741824,
       "duplicate_pages": 7, "skipped_pages": 0, "normal_pages": 9, "normal_bytes": 36864,
       "dirty_rate_pps": 12, "transfer_rate_mbs": 8.0, "iterations": \(iteration)}}
      """
    }
    let history = [progress("active", 1, 500, 0), progress("completed", 2, 900, 41)]
    let report = """
      {"hardware": {"src_mem": 1}, "progress_history": [\(history.joined(separator: ", "))],
       "qemu_timings": {"records": []}}
      """
    for text in [report, history.joined(separator: "\n")] {
      let result = try Logs.read(text, as: .qmp)
      #expect(result.problems.count == 0)
      #expect(result.record.qemuTotalTime == 900)
      #expect(result.record.qemuDowntime == 41)
      #expect(result.record.memoryBytesPerSecond == 1_000_000)
      #expect(result.record.memoryIteration == 2)
      #expect(result.record.samples?.count == 1)
      #expect(result.record.samples?[0]?["qemu_downtime"] == nil)
    }
  }

  @Test func aProxmoxTaskIsRead() throws {
    let result = try Logs.read(try Logs.text("proxmox.log"), as: .proxmox)
    #expect(result.problems.count == 0)
    let record = result.record
    #expect(record.outcome == "completed")
    #expect(record.qemuDowntime == 143)
    // From "start migrate command" to the end, in whole seconds.
    #expect(record.qemuTotalTime == 35_000)
    #expect(record.memoryBytesPerSecond == nil)
    #expect(record.memoryProcessed == 3_435_973_837)
    #expect(record.facts?["task-duration-s"] == .integer(348))
    #expect(record.facts?["downtime-limit-in-the-end-ms"] == .integer(200))
    #expect(record.samples?.count == 6)
    #expect(record.samples?[2]?["disk"] == .string("scsi0"))
    #expect(record.samples?[5]?["memory_dirty_rate"] == .integer(30_822))
    let migration = record.scenario["migration"]
    #expect(migration?["manager"] == .string("proxmox"))
    #expect(migration?["bandwidth"] == .string("104857600 B/s"))
    #expect(record.scenario["vm"]?["memory"] == .string("4 GiB"))
  }

  @Test func soIsOneOf2019() throws {
    let result = try Logs.read(try Logs.text("proxmox-2019.log"), as: .proxmox)
    #expect(result.problems.count == 0)
    #expect(result.record.outcome == "completed")
    #expect(result.record.qemuDowntime == 52)
    #expect(result.record.memoryTotal == 2_165_121_024)
    #expect(result.record[count: "compression_cache"] == 268_435_456)
    #expect(result.record.samples?[1]?["memory_remaining"] == .integer(24_145_152))
    #expect(result.record.scenario["migration"]?["downtime-limit"] == .string("0.1 s"))
  }

  @Test func aDayAndALeapYearLieBetweenTwoTimes() {
    func seconds(_ text: String) -> Int64 { ProxmoxTime.split("\(text) x")?.seconds ?? -1 }
    #expect(seconds("2024-03-01 00:00:00") - seconds("2024-02-28 23:59:59") == 86_401)
    #expect(seconds("2025-01-01 00:00:00") - seconds("2024-01-01 00:00:00") == 366 * 86_400)
    #expect(seconds("2100-03-01 00:00:00") - seconds("2100-02-28 00:00:00") == 86_400)
    #expect(ProxmoxTime.split("2024-13-01 00:00:00 x") == nil)
  }
}

/// How migrations end in logs that end otherwise.
@Suite struct ImportedEndings {
  @Test func anAbortedProxmoxTaskTellsWhy() throws {
    let record = try Logs.record(
      """
      2024-05-01 12:00:00 starting migration of VM 100 to node 'pve2' (192.0.2.12)
      2024-05-01 12:00:09 ERROR: online migrate failure - unable to parse tunnel output
      2024-05-01 12:00:09 aborting phase 2 - cleanup resources
      2024-05-01 12:00:12 ERROR: migration finished with problems (duration 00:00:12)
      2024-05-01 12:00:12 migration aborted (duration 00:00:12): the network is down
      TASK ERROR: migration aborted
      """, as: .proxmox)
    #expect(record.outcome == "failed")
    #expect(record.reason == "the network is down")
  }

  @Test func cancelledAndFailedJobsAreOutcomes() throws {
    func outcome(_ type: String) throws -> Record {
      try Logs.record(
        "Job type: \(type)\nOperation: Outgoing migration\nError message: why\n", as: .domjobinfo)
    }
    #expect(try outcome("Cancelled").outcome == "aborted")
    #expect(try outcome("Failed").outcome == "failed")
    #expect(try outcome("Failed").reason == "why")
    #expect(try outcome("5").outcome == "aborted")
    let failed = try Logs.record(
      #"{"return": {"status": "failed", "error-desc": "Unable to write"}}"#, as: .qmp)
    #expect(failed.outcome == "failed")
    #expect(failed.reason == "Unable to write")
    let cancelled = try Logs.record(#"{"return": {"status": "cancelled"}}"#, as: .qmp)
    #expect(cancelled.outcome == "aborted")
  }

  @Test func aLogThatBreaksOffSaysSo() throws {
    let record = try Logs.record("Job type: Unbounded\nTime elapsed: 5 ms\n", as: .domjobinfo)
    #expect(record.outcome == "failed")
    #expect(record.reason == "the log ends before the migration does")
    #expect(record.facts?["log-ends"] != nil)
    #expect(record.timeElapsed == 5)
  }

  @Test func onlyTheFirstOfSeveralMigrationsIsTaken() throws {
    let one = "Job type: Unbounded\nTime elapsed: 5 ms\n\nJob type: Completed\nTime elapsed: 9 ms\n"
    let twice = try Logs.read(one + "\n" + one, as: .domjobinfo)
    #expect(twice.record.timeElapsed == 9)
    #expect(
      twice.problems.first.map(\.description) == [
        "7: another migration begins; what follows is left out"
      ])
    // Asked for again, the completed job is no other migration.
    let shown = "Job type: Completed\nTime elapsed: 9 ms\n"
    #expect(try Logs.problems(shown + shown + "Job type: None\n", as: .domjobinfo).isEmpty)
  }
}
