import MigrationModel
import Quantities
import Records

extension TrainingSet {
  /// The fewest runs that a fit is made of.
  public static let fewest = 4

  /// Refuses what can't be fitted as one.
  public func check() throws(CalibrationProblem) {
    try check(
      atLeast: TrainingSet.fewest, to: "to fit constants to",
      besides: ", better 20 that differ in memory, bandwidth, rtt and load")
    let hosts = hosts
    guard hosts.count > 1 else { return }
    throw CalibrationProblem(
      "these runs are of different hosts: "
        + hosts.map { "\($0.name) (\($0.runs))" }.joined(separator: ", "),
      remedy: "choose with --only \(chosen(from: hosts.map(\.name)))")
  }

  /// Refuses fewer runs than something takes, with why others don't count.
  func check(
    atLeast fewest: Int, to purpose: String, besides advice: String = ""
  ) throws(CalibrationProblem) {
    guard count < fewest else { return }
    let told =
      skipped.first.map {
        ", \(skipped.count) more \(skipped.count == 1 ? "was" : "were") left out "
          + "(\($0.run): \($0.reason))"
      } ?? ""
    throw CalibrationProblem(
      "\(count == 1 ? "1 run is" : "\(count) runs are") too few \(purpose)\(told)",
      remedy: "give \(fewest) at least\(advice)")
  }

  /// What chooses one of several hosts' runs.
  private func chosen(from hosts: [String]) -> String {
    let name = hosts.first { $0 != TrainingSet.unnamed } ?? ""
    guard let record = members.first(where: { $0.hosts == name })?.record else { return "" }
    if record.scenario["hosts"]?["profile"] != nil { return "hosts.profile=\(name)" }
    let source = record.scenario["hosts"]?["source"]?["profile"]?.word
    return source.map { "hosts.source.profile=\($0)" } ?? "hosts.destination.profile=…"
  }

  /// What ran the guests, where all runs say the same.
  var accelerator: HostConstants.Accelerator? {
    let words = Set(members.map { $0.record.facts?["accelerator"]?.word })
    guard words.count == 1, let word = words.first ?? nil else { return nil }
    return HostConstants.Accelerator(rawValue: word)
  }

  /// What a person should know before trusting a fit to these.
  public var warnings: [String] {
    var warnings: [String] = []
    for fact in ["qemu", "libvirt", "accelerator", "kernel"] {
      let values = Set(members.compactMap { $0.record.facts?[fact]?.word })
      guard values.count > 1 else { continue }
      warnings.append(
        "runs differ in \(fact) (\(values.sorted().joined(separator: ", "))); one set of "
          + "constants is fitted to all")
    }
    let hypervisors = Set(runs.map(\.input.settings.hypervisor.name)).sorted()
    if hypervisors.count > 1 {
      warnings.append(
        "runs differ in migration.hypervisor (\(hypervisors.joined(separator: ", "))); one set of "
          + "constants is fitted to all")
    }
    let rules = Set(runs.map { "\($0.input.settings.stopRule)" })
    if rules.count > 1 {
      warnings.append(
        "runs end by \(rules.count) different stop rules, and so were made by different builds of "
          + "the hypervisor, whose constants may differ; fit them apart with --only")
    }
    warnings += [
      sameEverywhere("vm.memory", \.guest.memory),
      sameEverywhere("path.bandwidth", \.path.bandwidth),
      sameEverywhere("path.rtt", \.path.roundTrip),
    ].compactMap(\.self)
    let ended = runs.filter { run in run.observations.contains { $0.kind == .totalTime } }
    if ended.count < count {
      warnings.append(
        "\(count - ended.count) runs did not complete: only their rounds and polls count")
    }
    return warnings + lacking
  }

  /// Figures that some of the completed runs don't have.
  private var lacking: [String] {
    let ended = members.filter { $0.record.outcome == "completed" }
    let figures: [(name: String, kind: Observation.Kind)] = [
      ("downtime", .downtime), ("memory_processed", .bytes),
    ]
    var warnings = figures.compactMap { name, kind -> String? in
      let without = ended.filter { $0.run.value(of: kind) == nil }
      guard let first = without.first else { return nil }
      return "\(without.count) completed runs lack \(name) (\(first.run.name), …): only the others "
        + "tell of it"
    }
    let open = members.filter { $0.run.workload?.decidesTouched == true }
    let untold = open.filter { $0.run.value(of: .touched) == nil }
    if let first = untold.first {
      warnings.append(
        "\(untold.count) runs don't tell their touched memory (\(first.run.name), …): give "
          + "memory_total and memory_constant, or vm.touched")
    }
    return warnings
  }

  private func sameEverywhere<Amount: Quantity>(
    _ path: String, _ field: KeyPath<MigrationInput, Amount>
  ) -> String? {
    let values = Set(runs.map { $0.input[keyPath: field] })
    guard values.count == 1, let only = values.first else { return nil }
    return "all runs have \(path) \(only): what grows with it can't be told from what does not"
  }
}

extension JSONValue {
  fileprivate var word: String? {
    if case .string(let word) = self { word } else { nil }
  }
}
