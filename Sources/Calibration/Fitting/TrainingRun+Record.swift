import MigrationModel
import Quantities
import Records
import Scenarios

/// Why a record takes no part in a fit.
struct Unfit: Error {
  let reason: String
}

extension TrainingRun {
  /// Settles a record's scenario with the constants that the fit begins with, and takes from the
  /// record what is to be met.
  init(
    _ record: Record, from start: String, beside folder: String, profiles: ProfileLibrary
  ) throws(Unfit) {
    if let reason = Comparison.reasonToSkip(record) { throw Unfit(reason: reason) }
    if record.runsStressNG {
      throw Unfit(reason: "stress-ng: when its phases come is not the fit's to tell")
    }
    guard record.outcome == "completed" || record.rounds != nil else {
      throw Unfit(reason: "it was \(record.outcome) and tells no rounds")
    }
    try record.checkRounds()
    let named = try NamedWorkload(in: record.scenario)
    var flags = ScenarioFlags()
    flags.profile = start
    let scenario: Scenario
    do throws(ScenarioProblems) {
      let stand = named.scenario(touched: record.touchedPages)
      scenario = try Scenario(
        ScenarioNode(json: stand).applying(flags), file: "\(folder)/\(record.run)",
        profiles: profiles)
    } catch {
      let features = error.problems.filter(\.isUnsupported)
      let unbuilt = features.isEmpty ? nil : ScenarioProblems(features).unsupportedReason
      throw Unfit(
        reason: unbuilt ?? error.problems.first.map { $0.withoutFile } ?? "it can't be read")
    }
    try record.checkAgainst(scenario.input)
    name = record.run
    var input = scenario.input
    // A fit looks for slopes, which draws would blur.
    input.fidelity = .fluid
    if let video = record.videoMemory(of: input.guest) { input.guest.videoMemory = video }
    self.input = input
    workload = named.name.map { name in
      Workload(name: name, part: named.part, decidesTouched: !named.hasTouched)
    }
    rounds = record.measuredRounds(input)
    observations = record.observations(input, rounds: rounds, workload: workload)
    guard !observations.isEmpty else {
      throw Unfit(reason: "it holds no figure that a fit could use")
    }
  }
}

/// A scenario's workload part that names a profile.
private struct NamedWorkload {
  let original: JSONValue
  let name: String?
  let part: Int
  let hasTouched: Bool

  init(in scenario: JSONValue) throws(Unfit) {
    original = scenario
    var found: [(name: String, part: Int)] = []
    if case .array(let parts)? = scenario["workload"] {
      for (index, part) in parts.enumerated() {
        if case .string(let name)? = part["profile"] { found.append((name, index)) }
      }
    }
    guard found.count <= 1 else {
      throw Unfit(reason: "two workload profiles at once can't be told apart")
    }
    if let name = found.first?.name, !HostProfile.canBeNamed(name) {
      throw Unfit(
        reason: "its workload's profile is no name: empty, longer than 200 bytes, or with control "
          + "characters")
    }
    name = found.first?.name
    part = found.first?.part ?? 0
    hasTouched = scenario["vm"]?["touched"] != nil
  }

  /// The scenario with a curve of no consequence in the profile's place, and the touched memory as
  /// it was measured where the scenario leaves it open.
  func scenario(touched: Int64?) -> JSONValue {
    guard case .object(var members) = original else { return original }
    // The fit's own constants stand for the hosts', however these are given.
    members["hosts"] = nil
    if name != nil, case .array(var parts)? = members["workload"] {
      parts[part] = .object([
        "pattern": .string("curve"), "pages": .integer(1000), "exponent": .number(0.7),
      ])
      members["workload"] = .array(parts)
    }
    if !hasTouched, let touched, case .object(var vm)? = members["vm"] {
      vm["touched"] = .string("\(touched * 4) KiB")
      members["vm"] = .object(vm)
    }
    return .object(members)
  }
}

extension Record {
  /// Whether a part of the workload is stress-ng's.
  var runsStressNG: Bool {
    guard case .array(let parts)? = scenario["workload"] else { return false }
    return parts.contains { $0["stress-ng"] != nil }
  }

  /// Pages that were not all zero when first sent: those of the first pass, where they are known,
  /// else all but the zero ones.
  var touchedPages: Int64? {
    if let first = rounds?.first, first.durationNanoseconds == nil, first.zeroPagesSent == nil,
      first.pagesSent > 0
    {
      return first.pagesSent
    }
    guard let total = memoryTotal, let zero = memoryConstant, total / 4096 > zero else {
      return nil
    }
    return total / 4096 - zero
  }

  /// What memory_total has beyond the guest's own memory and its firmware: a display adapter's.
  fileprivate func videoMemory(of guest: Guest) -> ByteCount? {
    guard let total = memoryTotal else { return nil }
    let pages = PageCount(holding: ByteCount(total)).count
    let own = PageCount(holding: guest.memory).count + Guest.firmwarePages.count
    return PageCount(max(0, pages - own)).bytes
  }

  func totalAndDowntime(of input: MigrationInput) -> (Int64?, Int64?) {
    input.settings.manager.showsFiguresOfQEMU
      ? (qemuTotalTime, qemuDowntime) : (timeElapsed, downtime)
  }

  /// The rounds that ended in a synchronisation before the guest stopped. Where no durations were
  /// measured, they are taken in proportion to the bytes sent.
  fileprivate func measuredRounds(_ input: MigrationInput) -> [MeasuredRound] {
    let live = (rounds ?? []).filter { $0.endCause != "stopped" && $0.endCause != "timeout" }
    guard let first = live.first else { return [] }
    if live.allSatisfy({ $0.durationNanoseconds != nil }) {
      return live.map { round in
        MeasuredRound(
          duration: .nanoseconds(round.durationNanoseconds ?? 0),
          sent: PageCount(round.pagesSent))
      }
    }
    // Without causes, the last is the one with the guest stopped.
    let before = first.endCause == nil ? live.dropLast() : live[...]
    let (total, down) = totalAndDowntime(of: input)
    guard let total, let down, !before.isEmpty else { return [] }
    let pages = input.guest.pages.count
    let bytes = before.enumerated().map { index, round in
      let zero = index == 0 ? max(0, pages - round.pagesSent) : 0
      return Double(round.pagesSent * 4104) + Double(zero) * 9
    }
    let seconds = Double(max(0, total - down - (setupTime ?? 0))) / 1000
    let sum = bytes.reduce(0, +)
    guard sum > 0, seconds > 0 else { return [] }
    return zip(before, bytes).enumerated().map { index, pair in
      let sent = index == 0 ? max(pages, pair.0.pagesSent) : pair.0.pagesSent
      return MeasuredRound(
        duration: Span(rounding: seconds * pair.1 / sum), sent: PageCount(sent))
    }
  }

  fileprivate func observations(
    _ input: MigrationInput, rounds measured: [MeasuredRound], workload: TrainingRun.Workload?
  ) -> [Observation] {
    var observations: [Observation] = []
    if outcome == "completed" {
      let (total, down) = totalAndDowntime(of: input)
      if let total { observations.append(Observation(.totalTime, Double(total) / 1000)) }
      if let down, down > 0 { observations.append(Observation(.downtime, Double(down) / 1000)) }
      if let bytes = memoryProcessed, bytes > 0 {
        observations.append(Observation(.bytes, Double(bytes)))
      }
      if workload != nil, let bytes = downtimeBytes, bytes > 0 {
        observations.append(Observation(.downtimeBytes, Double(bytes)))
      }
    }
    if workload != nil, let pages = touchedPages {
      observations.append(Observation(.touched, Double(pages)))
    }
    if input.settings.bandwidthCap == nil, let rate = firstPassRate {
      observations.append(Observation(.pollRate, rate))
    }
    let found = measured.indices.compactMap { index in dirtied(at: index).map { (index, $0) } }
    let weight = min(1, 3 / Double(max(1, found.count)))
    return observations
      + found.map { Observation(.dirtied, Double($1), weight: weight, round: $0) }
  }

  /// Pages that the synchronisation after a round set anew: told, or what the next round sent.
  private func dirtied(at index: Int) -> Int64? {
    guard let rounds else { return nil }
    // Counts from polls, between which rounds begin and end, may show none where there were some.
    if let told = rounds[index].pagesDirtied { return told > 0 ? told : nil }
    return index + 1 < rounds.count ? rounds[index + 1].pagesSent : nil
  }

  /// Bytes a second between polls of the first pass that moved few zero pages: the median over
  /// windows of a second or more; nil of fewer than five.
  var firstPassRate: Double? {
    guard case .array(let samples)? = samples else { return nil }
    struct Poll {
      let seconds: Double
      let processed: Double
      let remaining: Double
    }
    let polls = samples.compactMap { sample -> Poll? in
      guard sample["memory_iteration"]?.integerValue == 1,
        let processed = sample["memory_processed"]?.integerValue, processed > 0,
        let remaining = sample["memory_remaining"]?.integerValue
      else { return nil }
      let seconds =
        sample["at_ns"]?.integerValue.map { Double($0) / 1e9 }
        ?? sample["time_elapsed"]?.integerValue.map { Double($0) / 1000 }
      return seconds.map {
        Poll(seconds: $0, processed: Double(processed), remaining: Double(remaining))
      }
    }
    var rates: [Double] = []
    var from = polls.first
    for poll in polls.dropFirst() {
      guard let start = from, poll.seconds - start.seconds >= 1 else { continue }
      let sent = poll.processed - start.processed
      if sent > 0, start.remaining - poll.remaining < 1.02 * sent {
        rates.append(sent / (poll.seconds - start.seconds))
      }
      from = poll
    }
    guard rates.count >= 5 else { return nil }
    return rates.sorted()[rates.count / 2]
  }
}

extension JSONValue {
  fileprivate var integerValue: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }
}

extension MigrationSettings {
  var timeField: String { manager.showsFiguresOfQEMU ? "qemu_total_time" : "time_elapsed" }
}

extension ScenarioProblem {
  /// A record's scenario is no file; the key is place enough.
  fileprivate var withoutFile: String { path.isEmpty ? message : "\(path): \(message)" }
}
