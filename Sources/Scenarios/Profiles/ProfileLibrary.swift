import Synchronization

/// Finds profiles by name or path, and keeps what it has read.
public final class ProfileLibrary: Sendable {
  private let usesFiles: Bool
  private let given: [HostProfile]
  let lendsWorkloads: Bool
  private let read = Mutex<[String: HostProfile]>([:])

  /// `usesFiles: false` knows the built-in profiles only, for scenarios of strangers. `given` are
  /// known besides, such as one that was just fitted; their names come before all others.
  /// `lendsWorkloads: false` looks for no workload outside the scenario's own profile, for
  /// predictions that must not know more than this.
  public init(
    usesFiles: Bool = true, given: [HostProfile] = [], lendsWorkloads: Bool = true
  ) {
    self.usesFiles = usesFiles
    self.given = given
    self.lendsWorkloads = lendsWorkloads
  }

  /// What a scenario without `hosts` gets.
  public static let defaultName = "generic-kvm"

  /// A name with a slash or ending in .yaml is a file's path, seen from `folder` or from here.
  /// Any other is looked for as hosts/NAME.yaml in `folder` or above it, then in Scenarios/hosts
  /// of the current folder and those above, and then among the built-in profiles.
  public func profile(
    named name: String, beside folder: String? = nil
  ) throws(ScenarioProblems) -> HostProfile {
    try profile(named: name, beside: folder, chain: [])
  }

  /// The names that `profile(named:)` would find.
  public func names(beside folder: String? = nil) -> [String] {
    var names = given.map(\.name) + HostProfile.builtIn.map(\.name)
    for place in folders(beside: folder) { names += FilePath.profiles(in: place) }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }.sorted()
  }

  private func profile(
    named name: String, beside folder: String?, chain: [String]
  ) throws(ScenarioProblems) -> HostProfile {
    if let known = given.first(where: { $0.name == name }) { return known }
    let file = usesFiles ? file(of: name, beside: folder) : nil
    let key = file ?? name
    if let known = read.withLock({ $0[key] }) { return known }
    guard !chain.contains(key), chain.count < 8 else {
      throw ScenarioProblems(
        ScenarioProblem("is based on itself: \((chain + [key]).joined(separator: " → "))"))
    }
    let node: ScenarioNode
    if let file {
      node = try ScenarioNode(contentsOf: file)
    } else if let own = HostProfile.builtIn.first(where: { $0.name == name }) {
      node = try ScenarioNode(yaml: own.yaml, file: own.name)
    } else {
      throw unknown(name, beside: folder)
    }
    let profile = try HostProfile(node, file: file) { (base) throws(ScenarioProblems) in
      try self.profile(
        named: base, beside: file.map(FilePath.folder) ?? folder, chain: chain + [key])
    }
    read.withLock { $0[key] = profile }
    return profile
  }

  private func unknown(_ name: String, beside folder: String?) -> ScenarioProblems {
    let known = names(beside: folder)
    let meant = Suggestion.nearest(to: name, among: known).map { "did you mean \($0)? " } ?? ""
    return ScenarioProblems(
      ScenarioProblem(
        "no profile \"\(excerpt(name))\"; \(meant)there are \(known.joined(separator: ", "))"))
  }

  private func file(of name: String, beside folder: String?) -> String? {
    let isPath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    guard !isPath else {
      if let folder, !name.hasPrefix("/"), FilePath.exists("\(folder)/\(name)") {
        return "\(folder)/\(name)"
      }
      return name
    }
    guard name.utf8.count <= 200, !name.hasPrefix(".") else { return nil }
    return folders(beside: folder).map { "\($0)/\(name).yaml" }.first(where: FilePath.exists)
  }

  private func folders(beside folder: String?) -> [String] {
    guard usesFiles else { return [] }
    // A profile that is based on another finds it beside itself.
    let near = folder.map { ["\($0)/hosts", "\($0)/../hosts"] } ?? []
    return near.filter(FilePath.exists)
      + FilePath.currentAndAbove().map { "\($0)/Scenarios/hosts" }.filter(FilePath.exists)
  }
}
