/// The short flags that stand for keys of the scenario, so that a prediction needs no file.
public struct ScenarioFlags: Sendable, Equatable {
  public var name: String?
  public var memory: String?
  public var touched: String?
  public var bandwidth: String?
  public var measuredAt: String?
  public var rtt: String?
  public var bottleneck: String?
  public var queue: String?
  public var mtu: String?
  public var overlay: String?
  public var congestionControl: String?
  public var dirtyRate: String?
  public var workingSet: String?
  public var hypervisor: String?
  public var downtimeLimit: String?
  public var timeout: String?
  public var profile: String?
  public var seed: String?
  public var offsets: String?
  public var replications: String?
  public var fidelity: String?

  public init() {}

  /// Each flag's name, the key it stands for, and what holds it; `--dirty-rate` and
  /// `--working-set` stand for the whole workload.
  static let table:
    [(flag: String, path: String, field: any (KeyPath<ScenarioFlags, String?> & Sendable))] =
      [
        ("--name", "name", \.name), ("--memory", "vm.memory", \.memory),
        ("--touched", "vm.touched", \.touched),
        ("--bandwidth", "path.bandwidth", \.bandwidth),
        ("--measured-at", "path.measured-at", \.measuredAt), ("--rtt", "path.rtt", \.rtt),
        ("--bottleneck", "path.bottleneck", \.bottleneck), ("--queue", "path.queue", \.queue),
        ("--mtu", "path.mtu", \.mtu), ("--overlay", "path.overlay", \.overlay),
        ("--congestion-control", "path.congestion-control", \.congestionControl),
        ("--hypervisor", "migration.hypervisor", \.hypervisor),
        ("--downtime-limit", "migration.downtime-limit", \.downtimeLimit),
        ("--timeout", "migration.timeout", \.timeout), ("--profile", "hosts.profile", \.profile),
        ("--seed", "run.seed", \.seed), ("--offsets", "run.offsets", \.offsets),
        ("--replications", "run.replications", \.replications),
        ("--fidelity", "run.fidelity", \.fidelity),
      ]

  static func name(forPath path: String) -> String? {
    table.first { $0.path == path }?.flag
  }

  public var isEmpty: Bool { self == ScenarioFlags() }
}

extension ScenarioNode {
  /// A scenario from flags alone.
  public static func fromFlags(_ flags: ScenarioFlags) throws(ScenarioProblems) -> ScenarioNode {
    try ScenarioNode.mapping([]).applying(flags)
  }

  /// This scenario with what the flags say instead of what it says itself.
  public func applying(_ flags: ScenarioFlags) throws(ScenarioProblems) -> ScenarioNode {
    var result = self
    for (flag, path, field) in ScenarioFlags.table {
      guard let text = flags[keyPath: field] else { continue }
      result.put(.text(text, at: .option(flag)), at: path.split(separator: ".").map(String.init))
    }
    if flags.timeout != nil, result["migration"]?["on-timeout"] == nil {
      // As the option's help says; in a file, virsh's default counts.
      result.put(.text("abort", at: .option("--timeout")), at: ["migration", "on-timeout"])
    }
    if let rate = flags.dirtyRate {
      let place = Place.option("--dirty-rate")
      var load: [Entry] = [
        Entry("pattern", .text("uniform", at: place), keyPlace: place),
        Entry("rate", .text(rate, at: place), keyPlace: place),
      ]
      if let workingSet = flags.workingSet {
        let place = Place.option("--working-set")
        load.append(Entry("working-set", .text(workingSet, at: place), keyPlace: place))
      }
      let idle = Entry("pattern", .text("idle", at: place), keyPlace: place)
      result.put(
        .sequence([.mapping([idle], at: place), .mapping(load, at: place)], at: place),
        at: ["workload"])
    } else if flags.workingSet != nil {
      throw ScenarioProblems(
        ScenarioProblem(
          "says where a load writes; give --dirty-rate too", path: "workload",
          at: .option("--working-set")))
    }
    return result
  }

  /// Sets the value at a path of mappings, making those that aren't there.
  mutating func put(_ value: ScenarioNode, at keys: [String]) {
    guard let key = keys.first else {
      self = value
      return
    }
    guard case .mapping(var entries) = content else {
      // The wrong kind is the checker's to report; it stays.
      return
    }
    let rest = Array(keys.dropFirst())
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value.put(value, at: rest)
      if rest.isEmpty { entries[index].keyPlace = value.place }
    } else {
      var child = ScenarioNode.mapping([], at: value.place)
      child.put(value, at: rest)
      entries.append(Entry(key, child, keyPlace: value.place))
    }
    content = .mapping(entries)
  }
}
