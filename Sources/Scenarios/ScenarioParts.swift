import MigrationModel
import Quantities
import Records

/// A scenario settled for whoever makes it happen rather than predicts it.
///
/// Where `Scenario` refuses what the model can't predict yet, this refuses what its asker can't do.
public struct ScenarioParts: Sendable {
  public let name: String
  public let memory: ByteCount
  public let vcpus: Int
  /// nil is the hypervisor's newest.
  public let machine: String?
  /// nil where the scenario doesn't say.
  public let touched: ByteCount?
  public let workload: [WorkloadPart]
  public let disks: [Disk]
  /// What the guest does to its disks, beside its workload.
  public let diskWork: [DiskWork]
  public let path: Path
  public let settings: MigrationSettings
  /// abort, suspend: what happens at the timeout; virsh's default is suspend.
  public let onTimeout: String
  /// `virsh migrate --p2p`.
  public let peerToPeer: Bool
  /// The whole scenario as it was written, for a record to carry.
  public let json: JSONValue

  /// Settles a scenario's tree; throws everything that is wrong with it or can't be done.
  public init(
    _ node: ScenarioNode, file: String? = nil, profiles: ProfileLibrary = ProfileLibrary(),
    abilities: Abilities
  ) throws(ScenarioProblems) {
    var resolution = Resolution(node, file: file, profiles: profiles, abilities: abilities)
    let profile = resolution.profile()
    let guest = resolution.guest(hosts: profile)
    let path = resolution.path()
    let settings = resolution.settings()
    let workload = resolution.workloadParts(touched: guest?.touched)
    guard resolution.checker.problems.isEmpty else {
      throw ScenarioProblems(resolution.checker.problems)
    }
    guard let guest, let path, let settings, profile != nil, let root = resolution.root else {
      preconditionFailure("a scenario without a problem did not resolve")
    }
    name = root["name"]?.word ?? file.map(FilePath.stem) ?? "scenario"
    memory = guest.memory
    vcpus = Int(root.at("vm", "vcpus")?.count ?? 1)
    machine = root.at("vm", "machine")?.word
    touched = root.at("vm", "touched") == nil ? nil : guest.touched
    self.workload = workload
    disks = guest.disks
    diskWork = guest.diskWork
    self.path = path
    self.settings = settings
    onTimeout = root.at("migration", "on-timeout")?.word ?? "suspend"
    peerToPeer = root.at("migration", "p2p")?.onOff ?? false
    json = node.json
  }
}

/// One part of a scenario's workload, as it was asked for.
public enum WorkloadPart: Sendable, Equatable {
  case idle
  case writes(PatternedWrites)
  /// stress-ng's own options, one argument each; nil where the time it runs before is left open.
  case stressNG(options: [String], runningFor: Span?)
}

/// Writes in a pattern to a range of their own.
public struct PatternedWrites: Sendable, Equatable {
  /// sequential, uniform, hot-cold.
  public let pattern: String
  public let workingSet: ByteCount
  /// Page writes × page size a second, repeats included.
  public let rate: DataRate
  /// catch-up, steady, cpu-bound.
  public let pacing: String
  /// Bytes that a write changes; nil where the scenario doesn't say.
  public let changedBytes: Int?
  /// Of hot-cold alone: how much of the working set is hot.
  public let hotFraction: Share?
  /// Of hot-cold alone: how much of the writes goes there.
  public let hotShare: Share?
}

extension Resolution {
  /// The parts that can be made to run; what can't has a problem.
  fileprivate mutating func workloadParts(touched: ByteCount?) -> [WorkloadPart] {
    guard let touched, let memory = root?.at("vm", "memory")?.size else { return [] }
    let parts = root?["workload"]?.list?.compactMap(\.self) ?? []
    let given = parts.compactMap { $0["working-set"]?.size(of: memory) }
    let left = given.reduce(touched) { $0 - PageCount(holding: $1).bytes }
    var result: [WorkloadPart] = []
    for part in parts {
      if let written = part["stress-ng"] {
        if let part = stress(written, part) { result.append(part) }
      } else if part.writesByPattern {
        if let part = writes(part, of: memory, left: left) { result.append(.writes(part)) }
      } else if part.diskWork == nil {
        result.append(.idle)
      }
    }
    return result
  }

  private func stress(_ written: Settled, _ part: Settled) -> WorkloadPart? {
    // What is wrong with them was told where they were settled.
    guard let options = try? StressOptions.arguments(of: written.word ?? "") else { return nil }
    return .stressNG(options: options, runningFor: part["running-for"]?.time)
  }

  private mutating func writes(
    _ part: Settled, of memory: ByteCount, left: ByteCount
  ) -> PatternedWrites? {
    guard let pattern = part["pattern"]?.word, let rate = part["rate"]?.rate else { return nil }
    let given = part["working-set"]?.size(of: memory).map { PageCount(holding: $0).bytes }
    if given == nil, root?.at("vm", "touched") == nil {
      contradict(
        "has no working-set, and vm.touched is not given: a program can't write to all of a "
          + "guest's memory", part)
    }
    return PatternedWrites(
      pattern: pattern, workingSet: given ?? left, rate: rate,
      pacing: part["pacing"]?.word ?? "catch-up",
      changedBytes: part["changed-bytes"]?.count.map(Int.init),
      hotFraction: part["hot-fraction"]?.share, hotShare: part["hot-share"]?.share)
  }
}
