import MigrationModel
import Quantities
import Records

/// What is contradictory in itself would otherwise be fitted in silence: mostly another unit.
extension Record {
  /// Refuses figures that can't all be of one migration.
  func checkAgainst(_ input: MigrationInput) throws(Unfit) {
    try checkMemory(input)
    try checkBytes(input)
    guard outcome == "completed" else { return }
    try checkTimes(input)
  }

  /// Refuses rounds that no migration has, before anything is reckoned from them.
  func checkRounds() throws(Unfit) {
    // Sums of that many pages' bytes are whole numbers still.
    let most: Int64 = 1 << 40
    var last: Int?
    var together = 0.0
    for round in rounds ?? [] {
      let pages: [(String, Int64?)] = [
        ("pages_sent", round.pagesSent), ("pages_dirtied", round.pagesDirtied),
        ("zero_pages_sent", round.zeroPagesSent),
      ]
      for case (let name, let value?) in pages where !(0...most).contains(value) {
        throw Unfit(reason: "round \(round.round) has \(name) \(value)")
      }
      if let duration = round.durationNanoseconds {
        together += Double(duration)
        // Months.
        guard duration >= 0, together < 1e16 else {
          throw Unfit(reason: "round \(round.round) has duration_ns \(duration)")
        }
      }
      if let last, round.round <= last {
        throw Unfit(reason: "its rounds are out of order: \(round.round) comes after \(last)")
      }
      last = round.round
    }
    for round in (rounds ?? []).dropLast()
    where round.endCause == "stopped" || round.endCause == "timeout" {
      throw Unfit(
        reason: "round \(round.round) ended by \(round.endCause ?? ""), and others follow")
    }
  }

  private func checkMemory(_ input: MigrationInput) throws(Unfit) {
    let configured = input.guest.memory
    // A display adapter's memory and firmware come besides.
    let most = 2 * configured.count + (256 << 20)
    if let memory = memoryTotal, memory < configured.count / 2 || memory > most {
      throw Unfit(
        reason: "its memory_total of \(ByteCount(memory)) is not the guest's \(configured): is it "
          + "in bytes?")
    }
    for round in rounds ?? [] {
      for (name, pages) in [("sent", round.pagesSent), ("dirtied", round.pagesDirtied ?? 0)]
      where pages > most / 4096 {
        throw Unfit(
          reason: "round \(round.round) \(name) \(pages) pages, more than a guest of \(configured) "
            + "has")
      }
    }
  }

  private func checkBytes(_ input: MigrationInput) throws(Unfit) {
    guard let bytes = memoryProcessed, bytes > 0 else { return }
    if let normal = memoryNormal, let zero = memoryConstant {
      let pages = Double(normal) * 4104 + Double(zero) * 9
      // Of few pages the rest of the stream is the most.
      let slack = 64.0 * 1024 * 1024
      if Double(bytes) < 0.5 * pages || Double(bytes) > 2 * pages + slack {
        throw Unfit(
          reason: "its memory_processed of \(ByteCount(bytes)) is not what \(normal) normal and "
            + "\(zero) zero pages take: is it in bytes?")
      }
    }
    if let down = downtimeBytes, down > bytes {
      throw Unfit(
        reason: "its downtime_bytes of \(ByteCount(down)) are more than its memory_processed of "
          + "\(ByteCount(bytes))")
    }
  }

  private func checkTimes(_ input: MigrationInput) throws(Unfit) {
    let field = input.settings.timeField
    let (time, down) = totalAndDowntime(of: input)
    guard let total = time else { throw Unfit(reason: "it lacks \(field)") }
    guard total > 0 else { throw Unfit(reason: "its \(field) is 0 ms") }
    for (name, part) in [("downtime", down), ("setup_time", setupTime)] {
      if let part, part > total {
        throw Unfit(
          reason: "its \(name) of \(part) ms is more than its total time of \(total) ms")
      }
    }
    let lasted = (rounds ?? []).map(\.durationNanoseconds)
    let sum = lasted.reduce(0.0) { $0 + Double($1 ?? 0) / 1e6 }
    let isWhole = !lasted.isEmpty && lasted.allSatisfy { $0 != nil }
    if sum > 1.2 * Double(total) + 1000 || isWhole && sum < 0.5 * Double(total) - 1000 {
      throw Unfit(
        reason: "its rounds last \(Span(rounding: sum / 1000)) together, and its total time is "
          + "\(total) ms: are they in ns?")
    }
    guard let bytes = memoryProcessed, bytes > 0 else { return }
    try checkRate(bytes, in: total, input)
  }

  private func checkRate(
    _ bytes: Int64, in total: Int64, _ input: MigrationInput
  ) throws(Unfit) {
    let seconds = Double(total) / 1000
    let rate = Double(bytes) / seconds
    let told = "\(ByteCount(bytes)) in \(total) ms is \(Record.words(rate))"
    if rate > 1.5 * input.path.bandwidth.bytesPerSecond {
      throw Unfit(
        reason:
          "\(told), over a path of \(input.path.bandwidth): are its times in ms and its sizes "
          + "in bytes?")
    }
    var once = input
    once.offsets = 1
    let cap = input.settings.bandwidthCap?.bytesPerSecond ?? .infinity
    let goodput = min(cap, predict(once).typical.goodput)
    // Pages that are only looked at take microseconds, beginning and end seconds.
    let usual = 10 + Double(input.guest.pages.count) * 10e-6
    if goodput > 0, seconds > 10 * (Double(bytes) / goodput + usual) {
      throw Unfit(
        reason: "\(told), where \(Record.words(goodput)) could flow: are its times in "
          + "ms and its path as it was?")
    }
    if let polled = firstPassRate, polled < rate / 20 || polled > 20 * rate {
      throw Unfit(
        reason: "\(told), and its samples tell \(Record.words(polled)): are they in "
          + "bytes?")
    }
  }

  /// Bytes a second, however absurd.
  private static func words(_ rate: Double) -> String {
    DataRate(count: Int64(min(rate * 8, 1e18))).description
  }
}
