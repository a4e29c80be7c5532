import MigrationModel
import Quantities

/// The steps from a tree to the model's input: first each value by itself, then what they say
/// together. Each step notes its problems and goes on, so that all are told at once.
struct Resolution {
  var checker: Checker
  let tree: ScenarioNode
  let root: Settled?
  let profiles: ProfileLibrary
  let file: String?
  var notes: [String] = []
  /// Known once the guest is settled.
  var profiledPart: ProfiledPart?

  init(
    _ node: ScenarioNode, file: String?, profiles: ProfileLibrary,
    abilities: Abilities = .ofTheModel
  ) {
    var checker = Checker(
      file: file, whereabouts: ScenarioFormat.whereabouts, abilities: abilities)
    var traces = TraceFiles(of: file)
    tree = traces.inline(node)
    for problem in traces.problems { checker.append(ScenarioProblems(problem)) }
    root = checker.settle(tree, as: .mapping(ScenarioFormat.keys), at: "")
    self.checker = checker
    self.profiles = profiles
    self.file = file
  }

  /// All that counts, in the description's order, and the profile's constants after it.
  func effectiveValues(with profile: HostProfile) -> [EffectiveValue] {
    var inline: [String: EffectiveValue.Origin] = [:]
    var values: [EffectiveValue] = []
    for value in checker.values {
      if value.path.hasPrefix("hosts.host.") || value.path.hasPrefix("hosts.guest.") {
        inline[value.path] = value.origin
      } else {
        values.append(value)
      }
    }
    let constants = ProfileConstant.all.map { constant in
      let path = "hosts.\(constant.path)"
      guard let detail = profile.details.first(where: { $0.path == constant.path }) else {
        return EffectiveValue(
          path: path, text: constant.text(in: profile.constants), origin: .default)
      }
      let origin = inline[path] ?? inline["\(path).value"] ?? .profile(detail.profile)
      return EffectiveValue(path: path, text: detail.text, origin: origin)
    }
    let accelerator = EffectiveValue(
      path: "hosts.host.accelerator", text: profile.constants.accelerator.rawValue,
      origin: inline["hosts.host.accelerator"]
        ?? (profile.constants.accelerator == .kvm ? .default : .profile(profile.name)))
    let ofHosts = ProfileConstant.host.count
    return ScenarioFormat.inOrder(values) + constants.prefix(ofHosts) + [accelerator]
      + constants.dropFirst(ofHosts)
  }

  mutating func contradict(_ message: String, _ settled: Settled) {
    checker.add(message, settled)
  }
}

extension ScenarioFormat {
  /// Where each of the commoner keys belongs.
  static let whereabouts: [String: [String]] = {
    var places: [String: [String]] = [:]
    for (section, keys) in [
      ("vm", vm), ("path", path), ("migration", migration), ("run", run), ("hosts", hosts),
    ] {
      for key in keys { places[key.name, default: []].append("\(section).\(key.name)") }
    }
    return places
  }()

  /// The place of each section and of its keys in the description.
  private static let ranks: [String: Int] = {
    var ranks: [String: Int] = [:]
    for key in keys {
      ranks[key.name] = ranks.count
      guard case .mapping(let inner) = key.kind else { continue }
      for child in inner { ranks["\(key.name).\(child.name)"] = ranks.count }
    }
    return ranks
  }()

  static func inOrder(_ values: [EffectiveValue]) -> [EffectiveValue] {
    func rank(_ path: String) -> Int {
      let words = path.split(separator: ".", maxSplits: 2)
      return ranks[words.prefix(2).joined(separator: ".")] ?? ranks[String(words[0])] ?? .max
    }
    return values.enumerated().map { (rank($1.path), $0, $1) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}
