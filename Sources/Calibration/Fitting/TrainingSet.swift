import EventKernel
import MigrationModel
import Quantities
import Records
import Scenarios

/// Measured runs to fit to, and those left out, each with its reason.
public struct TrainingSet: Sendable {
  /// A run, and what else of its record matters.
  struct Member: Sendable {
    let run: TrainingRun
    let record: Record
    let folder: String
    /// The hosts that its scenario names.
    let hosts: String
  }

  private(set) var members: [Member] = []
  public private(set) var skipped: [Comparison.Skipped] = []
  /// The profile that the fit begins with.
  public let start: HostProfile
  private let startName: String
  private let profiles: ProfileLibrary

  /// - Parameters:
  ///   - start: a profile's name or path.
  ///   - profiles: where profiles are looked for.
  /// - Throws: where there is no such profile.
  public init(
    start: String = ProfileLibrary.defaultName, profiles: ProfileLibrary
  ) throws(ScenarioProblems) {
    self.profiles = profiles
    self.start = try profiles.profile(named: start)
    startName = start
  }

  public var count: Int { members.count }
  var runs: [TrainingRun] { members.map(\.run) }

  /// Takes a record in, or notes why not.
  ///
  /// Profiles are looked for beside `folder` first, where the record lies.
  public mutating func add(_ record: Record, beside folder: String) {
    guard record.kind != .predicted else {
      skipped.append(Comparison.Skipped(run: record.run, reason: "is a prediction itself"))
      return
    }
    // Counted twice, it would make the constants look surer than they are.
    guard !members.contains(where: { $0.record.run == record.run && $0.record == record }) else {
      skipped.append(
        Comparison.Skipped(run: record.run, reason: "the same record is there already"))
      return
    }
    do throws(Unfit) {
      let run = try TrainingRun(record, from: startName, beside: folder, profiles: profiles)
      members.append(
        Member(run: run, record: record, folder: folder, hosts: TrainingSet.hosts(of: record)))
    } catch {
      skipped.append(Comparison.Skipped(run: record.run, reason: error.reason))
    }
  }

  /// The same set with some of its members only.
  func keeping(_ holds: (Int) -> Bool) -> TrainingSet {
    var set = self
    set.members = members.indices.filter(holds).map { members[$0] }
    return set
  }

  /// The profiles that a record's scenario names, as a name for its pair of hosts.
  private static func hosts(of record: Record) -> String {
    let hosts = record.scenario["hosts"]
    if case .string(let name)? = hosts?["profile"] { return name }
    let ends = ["source", "destination"].compactMap { end -> String? in
      if case .string(let name)? = hosts?[end]?["profile"] { name } else { nil }
    }
    return ends.isEmpty ? unnamed : ends.joined(separator: " to ")
  }

  /// Stands for hosts that a scenario leaves to the default, or describes itself.
  static let unnamed = "none named"
}

extension TrainingSet {
  /// Identifies the records, in their order.
  public var fingerprint: String {
    var digest = Digest()
    for member in members { digest.mix((try? RecordFile.line(member.record)) ?? member.run.name) }
    return digest.description
  }

  /// The hosts that the scenarios name, in order of appearance, and how many runs each has.
  var hosts: [(name: String, runs: Int)] {
    var found: [(name: String, runs: Int)] = []
    for member in members {
      if let known = found.firstIndex(where: { $0.name == member.hosts }) {
        found[known].runs += 1
      } else {
        found.append((member.hosts, 1))
      }
    }
    return found
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
