import Quantities

/// What a log tells of one migration, whoever wrote it.
struct LoggedMigration {
  /// What each poll showed, in the order of the log.
  var samples: [[String: JSONValue]] = []
  /// The last figures, by the names that records have.
  var totals: [String: Int64] = [:]
  var outcome: String?
  var reason: String?
  var facts: [String: JSONValue] = [:]
  /// The scenario's section `migration`, as far as the log has it.
  var settings: [String: JSONValue] = [:]
  /// What was concluded, not read.
  var assumptions: [String] = []

  var isUsable: Bool { !samples.isEmpty || !totals.isEmpty || outcome != nil }

  mutating func addSample(_ values: [String: Int64]) {
    samples.append(values.mapValues(JSONValue.integer))
  }

  /// - Parameter format: the kind of the log, for the record's facts.
  func record(run: String, format: String) -> Record {
    var facts = facts
    facts["imported-from"] = .string(format)
    var assumptions = assumptions
    var scenario: [String: JSONValue] = ["name": .string(run)]
    if let vm = vm(&assumptions) { scenario["vm"] = vm }
    if !settings.isEmpty { scenario["migration"] = .object(settings) }
    // A log that breaks off has no outcome; the format has no word for that.
    if outcome == nil { facts["log-ends"] = .string("before the migration does") }
    if !assumptions.isEmpty { facts["assumed"] = .array(assumptions.map(JSONValue.string)) }
    var record = Record(
      kind: .imported, run: run, scenario: .object(scenario), outcome: outcome ?? "failed")
    record.reason = reason ?? (outcome == nil ? "the log ends before the migration does" : nil)
    for (name, count) in totals { record[count: name] = count }
    if !samples.isEmpty { record.samples = .array(samples.map(JSONValue.object)) }
    record.facts = .object(facts)
    return record
  }

  /// Memory and what of it was not zero, from the counters of pages.
  private func vm(_ assumptions: inout [String]) -> JSONValue? {
    guard let total = totals["memory_total"], total >= 4096 else { return nil }
    // The total has a few hundred KiB of firmware in it.
    let whole = total >= 1 << 20 ? (total >> 20) << 20 : total
    var vm: [String: JSONValue] = ["memory": .string(ByteCount(whole).exactText)]
    assumptions.append(
      "vm.memory: what the log calls total, in whole MiB; video memory counts in it")
    if let zero = totals["memory_constant"], outcome == "completed",
      zero <= total / PageCount.bytesPerPage
    {
      let touched = min(whole, total - zero * PageCount.bytesPerPage)
      vm["touched"] = .string(ByteCount(touched).exactText)
      assumptions.append("vm.touched: the total less the zero pages of all passes")
    }
    return .object(vm)
  }
}
