extension Record: Codable {
  enum Keys: String, CodingKey, CaseIterable {
    case record, kind, run, scenario, outcome, reason
    case timeElapsed = "time_elapsed"
    case downtime
    case setupTime = "setup_time"
    case qemuTotalTime = "qemu_total_time"
    case qemuDowntime = "qemu_downtime"
    case pause
    case pauseNanoseconds = "pause_ns"
    case pauseGuestClock = "pause_guest_clock"
    case memoryTotal = "memory_total"
    case memoryProcessed = "memory_processed"
    case memoryConstant = "memory_constant"
    case memoryNormal = "memory_normal"
    case memoryIteration = "memory_iteration"
    case memoryBytesPerSecond = "memory_bps"
    case precopyBytes = "precopy_bytes"
    case downtimeBytes = "downtime_bytes"
    case postcopyBytes = "postcopy_bytes"
    case rounds, samples, facts
    case seed, replication, digest, level
    case timeElapsedInterval = "time_elapsed_interval"
    case downtimeInterval = "downtime_interval"
    case downtimeParts = "downtime_parts_ns"
    case path, notes, effective, promises, remedies
  }

  /// The format's version that this code writes and reads.
  public static let version = 1

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Keys.self)
    let version = try fields.decode(Int.self, forKey: .record)
    guard version == Record.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .record, in: fields,
        debugDescription: "version \(version) of the format; this Ferry reads \(Record.version)")
    }
    let kinds = Kind.allCases.map(\.rawValue)
    self.init(
      kind: Kind(rawValue: try fields.word(of: kinds, forKey: .kind)) ?? .captured,
      run: try fields.decode(String.self, forKey: .run),
      scenario: try fields.decode(JSONValue.self, forKey: .scenario),
      outcome: try fields.word(of: Record.outcomes, forKey: .outcome))
    reason = try fields.decodeIfPresent(String.self, forKey: .reason)
    for (key, path) in Record.counts {
      self[keyPath: path] = try fields.count(forKey: key)
    }
    rounds = try fields.decodeIfPresent([Round].self, forKey: .rounds)
    samples = try fields.decodeIfPresent(JSONValue.self, forKey: .samples)
    facts = try fields.decodeIfPresent(JSONValue.self, forKey: .facts)
    others = try Record.others(in: decoder, isPrediction: kind == .predicted)
    guard kind == .predicted else { return }
    prediction = PredictionDetails(
      seed: try fields.decode(UInt64.self, forKey: .seed),
      replication: try fields.decode(Int.self, forKey: .replication),
      digest: try fields.decode(String.self, forKey: .digest),
      level: try fields.decode(Double.self, forKey: .level),
      timeElapsedInterval: try fields.decodeIfPresent([Int64].self, forKey: .timeElapsedInterval),
      downtimeInterval: try fields.decodeIfPresent([Int64].self, forKey: .downtimeInterval),
      downtimeParts: try fields.decodeIfPresent([String: Int64].self, forKey: .downtimeParts),
      path: try fields.decode([String: Int64].self, forKey: .path),
      notes: try fields.decode([String].self, forKey: .notes),
      effective: try fields.decode([EffectiveField].self, forKey: .effective))
    // Records of earlier versions lack these.
    prediction?.promises =
      try fields.decodeIfPresent([PromiseVerdict].self, forKey: .promises) ?? []
    prediction?.remedies = try fields.decodeIfPresent(Remedies.self, forKey: .remedies)
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Keys.self)
    try fields.encode(Record.version, forKey: .record)
    try fields.encode(kind, forKey: .kind)
    try fields.encode(run, forKey: .run)
    try fields.encode(scenario, forKey: .scenario)
    try fields.encode(outcome, forKey: .outcome)
    try fields.encode(reason, forKey: .reason)
    for (key, path) in Record.counts {
      // A prediction names what it does not know; a capture holds what was measured.
      if kind == .predicted {
        try fields.encode(self[keyPath: path], forKey: key)
      } else {
        try fields.encodeIfPresent(self[keyPath: path], forKey: key)
      }
    }
    try fields.encodeIfPresent(rounds, forKey: .rounds)
    try fields.encodeIfPresent(samples, forKey: .samples)
    try fields.encodeIfPresent(facts, forKey: .facts)
    try encodeOthers(to: encoder)
    guard let prediction else { return }
    try fields.encode(prediction.seed, forKey: .seed)
    try fields.encode(prediction.replication, forKey: .replication)
    try fields.encode(prediction.digest, forKey: .digest)
    try fields.encode(prediction.level, forKey: .level)
    try fields.encode(prediction.timeElapsedInterval, forKey: .timeElapsedInterval)
    try fields.encode(prediction.downtimeInterval, forKey: .downtimeInterval)
    try fields.encode(prediction.downtimeParts, forKey: .downtimeParts)
    try fields.encode(prediction.path, forKey: .path)
    try fields.encode(prediction.notes, forKey: .notes)
    try fields.encode(prediction.effective, forKey: .effective)
    try fields.encode(prediction.promises, forKey: .promises)
    try fields.encode(prediction.remedies, forKey: .remedies)
  }
}
