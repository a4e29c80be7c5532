import Records
import MigrationModel
import Quantities

/// A scenario in which every value is settled: what one prediction is made from.
public struct Scenario: Sendable {
  public let name: String
  public let input: MigrationInput
  public let seed: UInt64
  public let replications: Int
  public let profile: HostProfile
  /// Every value that counts, in the description's order, with where it comes from.
  public let values: [EffectiveValue]
  /// What a reader of the prediction should know: assumptions made, ranges exceeded.
  public let notes: [String]
  /// The part of the workload that a profile describes, if there is one.
  public let profiledPart: ProfiledPart?
  /// What the scenario promises of its result, in the description's order.
  public let promises: [Promise]
  /// The whole scenario as it was written, with the options applied, for a record to carry; what
  /// stood in files of its own is in it.
  public let json: JSONValue
  /// What it was settled from, so that it can be settled again with another value.
  let origin: (node: ScenarioNode, file: String?, profiles: ProfileLibrary)

  /// Settles a scenario's tree; throws everything that is wrong with it.
  ///
  /// `file` names the tree's file in problems, gives the scenario its name where it has none, and
  /// is where profiles are looked for first.
  public init(
    _ node: ScenarioNode, file: String? = nil, profiles: ProfileLibrary = ProfileLibrary()
  ) throws(ScenarioProblems) {
    var resolution = Resolution(node, file: file, profiles: profiles)
    let profile = resolution.profile()
    let guest = resolution.guest(hosts: profile)
    let path = resolution.path()
    let settings = resolution.settings()
    let promises = resolution.promises()
    guard resolution.checker.problems.isEmpty else {
      throw ScenarioProblems(resolution.checker.problems)
    }
    guard var guest, let path, let settings, let profile, let run = resolution.root?["run"] else {
      preconditionFailure("a scenario without a problem did not resolve")
    }
    self.profile = profile
    guest.videoMemory = profile.constants.videoMemory
    name = resolution.root?["name"]?.word ?? file.map(FilePath.stem) ?? "scenario"
    input = MigrationInput(
      guest: guest, path: path, settings: settings, hosts: profile.constants,
      refusal: resolution.refusal(),
      offsets: Int(run["offsets"]?.count ?? 9), fidelity: resolution.fidelity)
    try resolution.checkDuration(of: input)
    try resolution.checkReplications(of: input)
    seed = UInt64(run["seed"]?.count ?? 1)
    replications = Int(run["replications"]?.count ?? 1)
    values = resolution.effectiveValues(with: profile)
    profiledPart = resolution.profiledPart
    notes =
      resolution.notes + Scenario.quirks(of: settings) + Scenario.storageNotes(of: input)
      + Scenario.extrapolations(of: input, profile, resolution.profiledPart?.found.workload)
    self.promises = promises
    json = resolution.tree.json
    origin = (node, file, profiles)
  }

  /// Reads and settles a scenario's file.
  public init(
    contentsOf path: String, profiles: ProfileLibrary = ProfileLibrary()
  ) throws(ScenarioProblems) {
    self = try Scenario(ScenarioNode(contentsOf: path), file: path, profiles: profiles)
  }
}

extension Scenario {
  /// What hosts were fitted on, and then what only the workload's own range excludes.
  fileprivate static func extrapolations(
    of input: MigrationInput, _ profile: HostProfile, _ workload: WorkloadProfile?
  ) -> [String] {
    let ofHosts = profile.range.extrapolations(of: input, fittedAs: profile.name)
    guard let workload, let range = workload.fittedFrom?.range else { return ofHosts.map(\.note) }
    let others = range.extrapolations(of: input, fittedAs: "workload \(excerpt(workload.name))")
      .filter { other in ofHosts.allSatisfy { $0.path != other.path } }
    return (ofHosts + others).map(\.note)
  }

  /// What rules assume or leave out, and what QEMU makes of what people may mean otherwise.
  private static func quirks(of settings: MigrationSettings) -> [String] {
    var notes = settings.hypervisor.notes + settings.manager.notes
    if settings.hypervisor.isQEMU, settings.downtimeLimit == .zero {
      notes.append(
        "a downtime limit of 0 means nothing to QEMU: it stops as soon as everything was sent "
          + "once, however much was dirtied meanwhile")
    }
    if let cap = settings.bandwidthCap, cap < DataRate(count: 8 * 10 * 32 * 4104),
      !settings.hypervisor.rateLimitCountsPages
    {
      notes.append(
        "\(settings.hypervisor.name) tests its rate limit after each 32 pages, so \(cap) lets pass "
          + "up to \(DataRate(count: 8 * 10 * 32 * 4104))")
    }
    return notes
  }
}

extension Resolution {
  /// What takes months is a slip in a unit, and would be simulated to its end.
  fileprivate func checkDuration(of input: MigrationInput) throws(ScenarioProblems) {
    let days = input.leastSeconds / 86_400
    guard days > 90 else { return }
    let bandwidth = root?.at("path", "bandwidth")
    throw ScenarioProblems(
      ScenarioProblem(
        "the first pass alone would take \(Int64(min(days, 1e12).rounded())) days; give more "
          + "bandwidth, a shorter rtt, or less memory",
        path: "path.bandwidth", at: bandwidth?.place ?? .unknown, file: file))
  }
}
