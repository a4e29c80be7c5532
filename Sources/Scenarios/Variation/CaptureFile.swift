import Quantities
import Records

/// What a capture plan's file says, with every configuration settled.
public struct CaptureFile: Sendable {
  public enum Hosts: Sendable, Equatable {
    /// Two hosts in namespaces of this machine.
    case lab
    case connections(source: Host, destination: Host)
  }

  /// One of two hosts that are there already.
  public struct Host: Sendable, Equatable {
    /// libvirt's connection URI.
    public let uri: String
    /// Where QEMU's streams to it go: tcp://10.0.0.2; nil is its own name.
    public let migrateURI: String?

    public init(uri: String, migrateURI: String? = nil) {
      self.uri = uri
      self.migrateURI = migrateURI
    }
  }

  public enum Guest: Sendable, Equatable {
    /// The runner's own small Linux.
    case builtIn
    /// A domain that the source has.
    case domain(String)
  }

  /// One point of the variation.
  public struct Configuration: Sendable {
    public let parts: ScenarioParts
    /// The varied fields and what they have here.
    public let varied: [VariedPoint.Value]
  }

  public let name: String
  public let hosts: Hosts
  public let guest: Guest
  public let configurations: [Configuration]
  public let cycles: Int
  public let isShuffled: Bool
  public let seed: UInt64
  /// ping.
  public let probes: [String]

  /// A thousand configurations take a day.
  public static let maximumConfigurations = 1000

  /// Reads and settles a plan's file; throws everything that is wrong with it, with the scenario
  /// that it names, or with one of the points.
  public init(
    contentsOf path: String, abilities: Abilities, profiles: ProfileLibrary = ProfileLibrary()
  ) throws(ScenarioProblems) {
    try self.init(
      ScenarioNode(contentsOf: path), file: path, abilities: abilities, profiles: profiles)
  }

  /// Settles a plan's tree; `file` names its file in problems, and scenarios are looked for
  /// beside it.
  public init(
    _ node: ScenarioNode, file: String, abilities: Abilities,
    profiles: ProfileLibrary = ProfileLibrary()
  ) throws(ScenarioProblems) {
    var checker = Checker(file: file)
    let root = checker.settle(node, as: .mapping(CaptureFormat.keys), at: "")
    let base = checker.baseScenario(node["scenario"], of: node, in: file)
    var variation: Variation?
    if let root {
      variation = Variation(
        root, of: node, upTo: CaptureFile.maximumConfigurations, noting: &checker)
    }
    var configurations: [Configuration] = []
    if let base, let variation {
      configurations = checker.configurations(
        of: variation, on: base, in: file, abilities, profiles)
    }
    checker.checkHosts(root)
    guard checker.problems.isEmpty else { throw ScenarioProblems(checker.problems) }
    guard let root else { preconditionFailure("a plan without a problem did not settle") }
    name = root["name"]?.word ?? FilePath.stem(of: file)
    if let source = Host("source", in: root), let destination = Host("destination", in: root) {
      hosts = .connections(source: source, destination: destination)
    } else {
      hosts = .lab
    }
    guest = root.at("guest", "domain")?.word.map(Guest.domain) ?? .builtIn
    self.configurations = configurations
    cycles = Int(root["cycles"]?.count ?? 1)
    isShuffled = root["order"]?.word == "shuffled"
    seed = UInt64(root.at("run", "seed")?.count ?? 1)
    probes = root["probes"]?.list?.compactMap { $0?.word } ?? []
  }
}

extension CaptureFile.Host {
  fileprivate init?(_ name: String, in plan: Settled) {
    guard let uri = plan.at("hosts", name)?.word else { return nil }
    self.init(uri: uri, migrateURI: plan.at("hosts", "migrate-uri")?[name]?.word)
  }
}

/// The scenario that all points start from, and the file it is in.
private struct Base {
  let node: ScenarioNode
  let file: String
}

extension Checker {
  fileprivate mutating func baseScenario(
    _ written: ScenarioNode?, of plan: ScenarioNode, in file: String
  ) -> Base? {
    guard let written else {
      add(
        "is required: a file beside the plan, or a scenario written inline", at: "scenario",
        plan.place)
      return nil
    }
    switch written.content {
    case .mapping: return Base(node: written, file: file)
    case .sequence:
      add("a file's name or a scenario was expected, not a list", at: "scenario", written.place)
      return nil
    case .scalar(let scalar):
      let path =
        scalar.text.hasPrefix("/") ? scalar.text : "\(FilePath.folder(of: file))/\(scalar.text)"
      do throws(ScenarioProblems) {
        return Base(node: try ScenarioNode(contentsOf: path), file: path)
      } catch {
        let isMissing = error.problems.contains { $0.kind == .unreadable }
        if isMissing, let problem = error.problems.first {
          add("\(excerpt(path)) \(problem.message)", at: "scenario", written.place)
        } else {
          append(error)
        }
        return nil
      }
    }
  }

  /// Settles each point; a mistake that many points share is told once.
  fileprivate mutating func configurations(
    of variation: Variation, on base: Base, in file: String, _ abilities: Abilities,
    _ profiles: ProfileLibrary
  ) -> [CaptureFile.Configuration] {
    var result: [CaptureFile.Configuration] = []
    var told: [ScenarioProblem] = []
    for point in variation.points {
      let placed = base.file == file ? point : point.placed(inFile: file)
      do {
        let node = try placed.applied(to: base.node)
        let parts = try ScenarioParts(
          node, file: base.file, profiles: profiles, abilities: abilities)
        result.append(CaptureFile.Configuration(parts: parts, varied: point.values))
      } catch {
        let problems =
          (error as? ScenarioProblems)?.problems ?? (error as? ScenarioProblem).map { [$0] } ?? []
        for problem in problems where !told.contains(problem) {
          told.append(problem)
          append(ScenarioProblems(problem))
        }
        if isFull { return [] }
      }
    }
    return result
  }

  /// What hosts, guest and probes ask of one another, told before a guest boots.
  fileprivate mutating func checkHosts(_ root: Settled?) {
    guard let hosts = root?["hosts"] else { return }
    let domain = root?.at("guest", "domain")
    if hosts.word == "lab" {
      guard let domain else { return }
      add("a lab has no domains of others; give hosts: {source: …, destination: …}", domain)
      return
    }
    if domain == nil, root?["guest"]?.word != nil {
      add("the built-in guest needs a lab; add guest: {domain: NAME}, which the source has", hosts)
    }
    if let probe = root?["probes"]?.list?.first ?? nil {
      add("only a lab has a supervisor that could probe; leave probes out", probe)
    }
  }
}

extension VariedPoint {
  fileprivate func placed(inFile file: String) -> VariedPoint {
    VariedPoint(values: values.map { Value(path: $0.path, node: $0.node.placed(inFile: file)) })
  }
}
