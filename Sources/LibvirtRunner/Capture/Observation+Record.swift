import Records

extension Observation {
  /// What a record keeps of each poll, by libvirt's names.
  private static let sampled = [
    "time_elapsed", "memory_iteration", "memory_processed", "memory_remaining", "memory_constant",
    "memory_normal", "memory_bps", "memory_dirty_rate", "auto_converge_throttle",
  ]

  /// The same of a mirror's bytes; left out where no disk is mirrored, or not yet.
  private static let sampledOfDisks = ["disk_total", "disk_processed", "disk_remaining"]

  /// What a record has fields for, or kept nothing of.
  private static let known: Set<String> = [
    "time_elapsed", "downtime", "setup_time", "memory_total", "memory_processed",
    "memory_constant", "memory_normal", "memory_iteration", "memory_bps", "memory_remaining",
    "memory_dirty_rate", "type", "operation", "success",
  ]

  /// When what happened, in nanoseconds since the migration was asked for: what the constants of
  /// hosts are measured by.
  var instants: JSONValue {
    let known = [
      "first_pass": passes.first, "last_pass": passes.last, "stopped": stopped,
      "completed": ended, "resumed": resumed, "disks_ready": mirrored,
      "disks_ended": mirrorsEnded,
    ]
    return .object(known.compactMapValues { $0.map(JSONValue.integer) })
  }

  /// Writes what was seen into a record.
  func fill(_ record: inout Record) {
    if let completed {
      record.timeElapsed = completed["time_elapsed"]
      record.downtime = completed["downtime"]
      record.setupTime = completed["setup_time"]
      record.memoryTotal = completed["memory_total"]
      record.memoryProcessed = completed["memory_processed"]
      record.memoryConstant = completed["memory_constant"]
      record.memoryNormal = completed["memory_normal"]
      record.memoryIteration = completed["memory_iteration"]
      record.memoryBytesPerSecond = completed["memory_bps"]
      for (name, value) in completed where !Self.known.contains(name) {
        record.others[name] = .integer(value)
      }
    } else {
      record.memoryTotal = polls.last?["memory_total"]
    }
    // What libvirt keeps of a finished job has the mirrors no more.
    if let last = polls.last(where: \.hasDisks) {
      for name in Self.sampledOfDisks { record.others[name] = last[name].map(JSONValue.integer) }
    }
    if let stopped, let resumed, resumed >= stopped {
      record.pauseNanoseconds = resumed - stopped
      record.pause = (resumed - stopped + 500_000) / 1_000_000
    }
    let rounds = self.rounds
    record.rounds = rounds.isEmpty ? nil : rounds
    record.samples = .array(
      polls.map { poll in
        var sample = ["at_ns": JSONValue.integer(poll.at)]
        for name in Self.sampled { sample[name] = poll[name].map(JSONValue.integer) }
        let ofDisks = poll.hasDisks ? Self.sampledOfDisks : []
        for name in ofDisks + ["disk_writes"] { sample[name] = poll[name].map(JSONValue.integer) }
        return .object(sample)
      })
  }
}

extension Observation.Poll {
  fileprivate var hasDisks: Bool { (self["disk_total"] ?? 0) > 0 }
}
