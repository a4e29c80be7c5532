import EventKernel
import MigrationModel
import Quantities
import Records
import Scenarios

/// Measured runs to fit to, and those left out, each with its reason.
public struct TrainingSet: Sendable {
  var runs: [TrainingRun] = []
  public private(set) var skipped: [Comparison.Skipped] = []
  /// What a person should know before trusting a fit.
  public private(set) var warnings: [String] = []
  /// The profile that the fit begins with.
  public let start: HostProfile
  private let profiles: ProfileLibrary
  private var digest = Digest()
  /// Runs by the hosts that their scenarios name, in order of appearance.
  private var hosts: [(name: String, runs: Int)] = []
  private var makes: [String: Set<String>] = [:]

  /// - Parameter start: a profile's name or path.
  /// - Throws: where there is no such profile.
  public init(
    start: String = ProfileLibrary.defaultName, profiles: ProfileLibrary
  ) throws(ScenarioProblems) {
    self.profiles = profiles
    self.start = try profiles.profile(named: start)
    startName = start
  }

  private let startName: String

  public var count: Int { runs.count }

  /// Identifies the records, in their order.
  public var fingerprint: String { digest.description }

  /// Takes a record in, or notes why not.
  public mutating func add(_ record: Record, beside folder: String) {
    guard record.kind != .predicted else {
      skipped.append(Comparison.Skipped(run: record.run, reason: "is a prediction itself"))
      return
    }
    do throws(Unfit) {
      let run = try TrainingRun(record, from: startName, beside: folder, profiles: profiles)
      runs.append(run)
    } catch {
      skipped.append(Comparison.Skipped(run: record.run, reason: error.reason))
      return
    }
    digest.mix((try? RecordFile.line(record)) ?? record.run)
    let name = TrainingSet.hosts(of: record)
    if let known = hosts.firstIndex(where: { $0.name == name }) {
      hosts[known].runs += 1
    } else {
      hosts.append((name, 1))
    }
    for fact in ["qemu", "accelerator"] {
      if case .string(let text)? = record.facts?[fact] { makes[fact, default: []].insert(text) }
    }
  }

  /// The profile that a record's scenario names, as a name for its pair of hosts.
  public static func hosts(of record: Record) -> String {
    let hosts = record.scenario["hosts"]
    for place in [hosts?["profile"], hosts?["source"]?["profile"]] {
      if case .string(let name)? = place { return name }
    }
    return "none named"
  }
}

extension TrainingSet {
  /// The fewest runs that a fit is made of.
  public static let fewest = 4

  /// Refuses what can't be fitted as one, and warns of what makes the fit doubtful.
  mutating func check() throws(CalibrationProblem) {
    guard runs.count >= TrainingSet.fewest else {
      let told = skipped.isEmpty ? "" : ", \(skipped.count) more were left out"
      throw CalibrationProblem(
        "\(runs.count) runs are too few to fit constants to\(told)",
        remedy: "give \(TrainingSet.fewest) at least, better 20 that differ in memory, bandwidth, "
          + "rtt and load")
    }
    if hosts.count > 1 {
      let names = hosts.map { "\($0.name) (\($0.runs))" }.joined(separator: ", ")
      throw CalibrationProblem(
        "these runs are of different hosts: \(names)",
        remedy: "choose with --only hosts.profile=\(hosts[0].name)")
    }
    for (fact, values) in makes.sorted(by: { $0.key < $1.key }) where values.count > 1 {
      warnings.append(
        "runs differ in \(fact) (\(values.sorted().joined(separator: ", "))); one set of constants "
          + "is fitted to all")
    }
    warnConstant("vm.memory", \.guest.memory)
    warnConstant("path.bandwidth", \.path.bandwidth)
    warnConstant("path.rtt", \.path.roundTrip)
    let broken = runs.filter { !$0.observations.contains { $0.kind == .totalTime } }
    if !broken.isEmpty {
      warnings.append("\(broken.count) runs did not complete: only their rounds and polls count")
    }
  }

  private mutating func warnConstant<Amount: Quantity>(
    _ path: String, _ field: KeyPath<MigrationInput, Amount>
  ) {
    let values = Set(runs.map { $0.input[keyPath: field] })
    guard values.count == 1, let only = values.first else { return }
    warnings.append(
      "all runs have \(path) \(only): what depends on it can't be told apart from what does not")
  }

  var range: FittedRange { TrainingSet.range(of: runs) }

  static func range(of runs: [TrainingRun]) -> FittedRange {
    func range<Amount: Quantity>(
      _ field: KeyPath<MigrationInput, Amount>
    ) -> ClosedRange<Amount>? {
      let values = runs.map { $0.input[keyPath: field] }
      guard let least = values.min(), let most = values.max() else { return nil }
      return least...most
    }
    return FittedRange(
      memory: range(\.guest.memory), roundTrip: range(\.path.roundTrip),
      bandwidth: range(\.path.bandwidth))
  }
}
