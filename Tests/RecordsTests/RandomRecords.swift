import Records

/// Generates with a fixed sequence (SplitMix64), so that a failing record can be made again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Records of any shape that the format allows.
enum RandomRecords {
  static func record(seed: UInt64) -> Record {
    var random = Seeded(state: seed)
    let kinds: [Record.Kind] = [.predicted, .captured, .imported]
    let kind = kinds[Int.random(in: 0..<3, using: &random)]
    var record = Record(
      kind: kind, run: text(&random), scenario: value(&random, depth: 4),
      outcome: Record.outcomes[Int.random(in: 0..<Record.outcomes.count, using: &random)])
    record.reason = maybe(&random) { text(&$0) }
    record.timeElapsed = maybe(&random, milliseconds)
    record.downtime = maybe(&random, milliseconds)
    record.setupTime = maybe(&random, milliseconds)
    record.qemuTotalTime = maybe(&random, milliseconds)
    record.qemuDowntime = maybe(&random, milliseconds)
    record.pause = maybe(&random, milliseconds)
    record.pauseNanoseconds = maybe(&random, count)
    record.memoryTotal = maybe(&random, count)
    record.memoryProcessed = maybe(&random, count)
    record.memoryConstant = maybe(&random, count)
    record.memoryNormal = maybe(&random, count)
    record.memoryIteration = maybe(&random, count)
    record.memoryBytesPerSecond = maybe(&random, count)
    record.precopyBytes = maybe(&random, count)
    record.downtimeBytes = maybe(&random, count)
    record.postcopyBytes = maybe(&random, count)
    record.rounds = maybe(&random) { random in
      (0..<Int.random(in: 0...3, using: &random)).map { round($0, &random) }
    }
    record.samples = maybe(&random) { .array([value(&$0, depth: 2)]) }
    record.facts = maybe(&random) { .object(["qemu": .string(text(&$0))]) }
    if Bool.random(using: &random) { record.others["disk_total"] = .integer(count(&random)) }
    if kind == .predicted { record.prediction = details(&random) }
    return record
  }

  private static func round(_ number: Int, _ random: inout Seeded) -> Record.Round {
    Record.Round(
      round: number, endCause: maybe(&random) { text(&$0) },
      startNanoseconds: maybe(&random, count), durationNanoseconds: maybe(&random, count),
      pagesSent: count(&random), zeroPagesSent: maybe(&random, count),
      pagesDirtied: maybe(&random, count), pagesLeft: maybe(&random, count),
      bandwidthBitsPerSecond: maybe(&random, count), thresholdBytes: maybe(&random, count),
      throttle: maybe(&random, count))
  }

  private static func details(_ random: inout Seeded) -> PredictionDetails {
    PredictionDetails(
      seed: random.next(), replication: Int.random(in: 1...9, using: &random),
      digest: text(&random), level: Double(Int.random(in: 0...8, using: &random)) / 8,
      timeElapsedInterval: maybe(&random) { [count(&$0), count(&$0)] },
      downtimeInterval: maybe(&random) { [count(&$0), count(&$0)] },
      downtimeParts: maybe(&random) { ["stop": count(&$0), "pages": count(&$0)] },
      path: ["goodput_bps": count(&random)], notes: [text(&random)],
      effective: [EffectiveField(path: text(&random), value: text(&random), origin: "file")])
  }

  private static func maybe<Value>(
    _ random: inout Seeded, _ make: (inout Seeded) -> Value
  ) -> Value? {
    Bool.random(using: &random) ? make(&random) : nil
  }

  private static func milliseconds(_ random: inout Seeded) -> Int64 {
    Int64.random(in: 0...9_000_000_000_000, using: &random)
  }

  private static func count(_ random: inout Seeded) -> Int64 {
    Int64.random(in: 0...(1 << 53), using: &random)
  }

  private static func text(_ random: inout Seeded) -> String {
    let alphabet = Array("aZ09 .:/\\\"'\n\t\u{1}\u{7F}é漢🚢{}[],")
    return String(
      (0..<Int.random(in: 0...12, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      })
  }

  private static func value(_ random: inout Seeded, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
    // A whole number would be read again as an integer.
    case 3: return .number(Double(Int.random(in: -999...999, using: &random)) + 0.375)
    case 4: return .string(text(&random))
    case 5:
      return .array(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random, depth: depth - 1) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        members[text(&random)] = value(&random, depth: depth - 1)
      }
      return .object(members)
    }
  }
}
