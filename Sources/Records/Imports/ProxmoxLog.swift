import Foundation
import Quantities

/// The log of a migration task of Proxmox VE (PVE::QemuMigrate), of today's versions and of those
/// before 2021.
///
/// What it can't say: its downtime is QEMU's without a return path, which leaves out what the
/// tunnel still held, the destination's loading and the resume sent through the tunnel; the true
/// pause is longer. Its times are whole seconds. Its average speed is memory over those seconds,
/// not bytes sent, and the speed beside a poll counts zero pages as whole ones: neither is taken
/// for a bandwidth. Sizes have one decimal.
enum ProxmoxLog {
  static func read(_ data: Data, _ problems: inout LogProblems) -> LoggedMigration {
    var reader = ProxmoxReader()
    LogLines.forEach(of: data, problems: &problems) { line, number, problems in
      do throws(UnusableValue) {
        try reader.take(line)
      } catch {
        problems.add(error.words, line: number)
      }
    }
    return reader.finished
  }
}

struct ProxmoxReader {
  private var migration = LoggedMigration()
  /// Seconds of the last line with a time, and of the line that set QEMU off.
  private var now: Int64?
  private var begin: Int64?
  private var end: Int64?
  private var isOver = false

  /// Lines without a time that belong to the log and tell nothing of the migration's figures.
  private static let asides = [
    "all ", "drive mirror", "TASK ", "mirror-", "drive-", "scanning", "found",
    "Logical volume", "efidisk", "tpmstate",
  ]

  mutating func take(_ line: String) throws(UnusableValue) {
    guard !isOver else { return }
    guard let (time, message) = ProxmoxTime.split(line) else {
      if try takeMirror(line) || Self.asides.contains(where: line.hasPrefix) { return }
      throw UnusableValue("is no line of a migration task's log")
    }
    let last = now
    // One wrong time must not make all that follow wrong.
    now = time
    if let last, time < last { throw UnusableValue("its time is before the last line's") }
    try takeMessage(message)
  }

  private mutating func takeMessage(_ message: String) throws(UnusableValue) {
    var words = ProxmoxWords(message)
    if words.skip("starting migration of VM ") {
      if migration.outcome != nil {
        isOver = true
        throw UnusableValue("another migration begins; what follows is left out")
      }
      migration.settings["manager"] = .string("proxmox")
    } else if words.skip("start migrate command to ") {
      begin = now
      if words.skip("tcp:") { migration.facts["transport"] = .string("insecure") }
      if words.skip("unix:") { migration.facts["transport"] = .string("secure") }
    } else if words.skip("migration speed limit: ") {
      let limit = try words.size()
      migration.settings["bandwidth"] = .string("\(limit) B/s")
    } else if words.skip("migration downtime limit: ") {
      migration.settings["downtime-limit"] = .string("\(try words.count()) ms")
    } else if words.skip("migrate_set_downtime: ") {
      let seconds = try words.word()
      migration.settings["downtime-limit"] = .string("\(seconds) s")
    } else if words.skip("migration cachesize: ") || words.skip("xbzrle cachesize: ") {
      migration.settings["compressed"] = .bool(true)
      migration.settings["comp-xbzrle-cache"] = .string(
        ByteCount(try words.size()).exactText)
    } else if words.skip("migration active, transferred ")
      || words.skip("migration device, transferred ")
    {
      try takePoll(&words)
    } else if words.skip("migration status: active (transferred ")
      || words.skip("migration active (transferred ")
    {
      try takeOldPoll(&words)
    } else if words.skip("xbzrle: send updates to ") {
      try takeCache(&words)
    } else if words.skip("migration xbzrle cachesize: ") {
      try takeOldCache(&words)
    } else {
      try takeEnd(message)
    }
  }

  /// "1.2 GiB of 4.0 GiB VM-state, 112.3 MiB/s, VM dirties lots of memory: 80.0 MiB/s".
  private mutating func takePoll(_ words: inout ProxmoxWords) throws(UnusableValue) {
    var sample: [String: Int64] = [:]
    sample["memory_processed"] = try words.size()
    try words.expect(" of ")
    sample["memory_total"] = try words.size()
    try words.expect(" VM-state")
    if words.skip(", ") {
      sample["pages_per_second"] = try words.size() / PageCount.bytesPerPage
      try words.expect("/s")
    }
    if words.skip(" (+ ") {
      sample["vfio_processed"] = try words.size()
      try words.expect(" VFIO-state)")
    }
    if words.skip(", VM dirties lots of memory: ") {
      sample["memory_dirty_rate"] = try words.size() / PageCount.bytesPerPage
      try words.expect("/s")
    }
    add(sample)
  }

  /// "1048576, remaining 2097152), total 4294967296)", as it was until 2021.
  private mutating func takeOldPoll(_ words: inout ProxmoxWords) throws(UnusableValue) {
    var sample: [String: Int64] = [:]
    sample["memory_processed"] = try words.count()
    try words.expect(", remaining ")
    sample["memory_remaining"] = try words.count()
    try words.expect("), total ")
    sample["memory_total"] = try words.count()
    add(sample)
  }

  private mutating func add(_ sample: [String: Int64]) {
    migration.totals.merge(
      sample.filter { ["memory_processed", "memory_total"].contains($0.key) }
    ) { $1 }
    var sample = sample
    sample["qemu_total_time"] = milliseconds(from: begin, to: now)
    migration.addSample(sample)
  }

  /// "12 pages in 3.4 MiB encoded memory, cache-miss 12.34%, overflow 5".
  private mutating func takeCache(_ words: inout ProxmoxWords) throws(UnusableValue) {
    migration.totals["compression_pages"] = try words.count()
    try words.expect(" pages in ")
    migration.totals["compression_bytes"] = try words.size()
    if let overflow = words.behind("overflow ") {
      words = overflow
      migration.totals["compression_overflow"] = try words.count()
    }
  }

  /// "268435456 transferred 1 pages 2 cachemiss 3 overflow 4".
  private mutating func takeOldCache(_ words: inout ProxmoxWords) throws(UnusableValue) {
    let names = [
      " transferred ": "compression_bytes", " pages ": "compression_pages",
      " cachemiss ": "compression_cache_misses", " overflow ": "compression_overflow",
    ]
    migration.totals["compression_cache"] = try words.count()
    for word in [" transferred ", " pages ", " cachemiss ", " overflow "] {
      try words.expect(word)
      if let name = names[word] { migration.totals[name] = try words.count() }
    }
  }

  private mutating func takeEnd(_ message: String) throws(UnusableValue) {
    var words = ProxmoxWords(message)
    if words.skip("average migration speed: ") || words.skip("migration speed: ") {
      end = end ?? now
      guard var downtime = words.behind("downtime ") else {
        throw UnusableValue("no downtime stands where it should")
      }
      migration.totals["qemu_downtime"] = try downtime.count()
    } else if words.skip("migration completed, transferred ") {
      end = end ?? now
      migration.totals["memory_processed"] = try words.size()
    } else if words.skip("migration status: completed") {
      end = end ?? now
    } else if words.skip("auto-increased downtime to continue migration: ") {
      migration.facts["downtime-limit-in-the-end-ms"] = .integer(try words.count())
    } else if words.skip("migration finished successfully") {
      try finish("completed", &words)
    } else if words.skip("migration finished with problems") {
      migration.reason = "finished with problems"
      try finish("completed", &words)
    } else if words.skip("migration aborted") {
      try finish("failed", &words)
      if words.skip(": ") { migration.reason = words.rest }
    } else if words.skip("ERROR: ") {
      // The first is the cause; those that follow are its consequences.
      migration.reason = migration.reason ?? words.rest
    }
  }

  private mutating func finish(
    _ outcome: String, _ words: inout ProxmoxWords
  ) throws(UnusableValue) {
    migration.outcome = outcome
    if words.skip(" (duration ") {
      migration.facts["task-duration-s"] = .integer(try words.clock())
      try words.expect(")")
    }
  }

  /// "mirror-scsi0: transferred 1.0 GiB of 32.0 GiB (3.12%) in 5s, still busy".
  private mutating func takeMirror(_ line: String) throws(UnusableValue) -> Bool {
    var words = ProxmoxWords(line)
    guard words.skip("mirror-") || words.skip("drive-"),
      var figures = words.behind(": transferred ")
    else { return false }
    let processed = try figures.size()
    try figures.expect(" of ")
    let total = try figures.size()
    let disk = words.rest.prefix { $0 != ":" }
    migration.samples.append([
      "disk": .string(String(disk)), "disk_processed": .integer(processed),
      "disk_total": .integer(total),
    ])
    migration.settings["copy-storage-all"] = .bool(true)
    return true
  }

  /// nil where a time is missing or so wrong that a migration would have taken months.
  private func milliseconds(from begin: Int64?, to end: Int64?) -> Int64? {
    guard let begin, let end, (0...90 * 86_400).contains(end - begin) else { return nil }
    return (end - begin) * 1000
  }

  var finished: LoggedMigration {
    var result = migration
    guard result.isUsable else { return result }
    result.totals["qemu_total_time"] = milliseconds(from: begin, to: end)
    result.facts["time-resolution-ms"] = .integer(1000)
    return result
  }
}
