/// A workload by its name, and the profile in which it was found.
struct FoundWorkload: Sendable {
  let workload: WorkloadProfile
  let source: HostProfile
  /// False where the scenario's hosts have none of that name and another profile has.
  let isOfHosts: Bool
}

extension ProfileLibrary {
  enum WorkloadSearch {
    case found(FoundWorkload)
    /// Several profiles give one of that name.
    case ambiguous([String])
    /// The nearest name that there is, and the profiles that could not be read.
    case missing(nearest: String?, unread: [String])
  }

  /// A workload is looked for by its exact name in the hosts' profile, which has those of the
  /// profiles that it is based on too. Where that has none, it is looked for in all profiles that
  /// `names(beside:)` lists, and counts if exactly one of them gives it itself: what a guest does
  /// depends little on its hosts, and so a ready-made workload serves any of them. A person's own
  /// profiles come before those that the program brings along.
  func workload(
    named name: String, of hosts: HostProfile, beside folder: String?
  ) -> WorkloadSearch {
    if let workload = hosts.workload(named: name) {
      return .found(FoundWorkload(workload: workload, source: hosts, isOfHosts: true))
    }
    var found: [FoundWorkload] = []
    var known = hosts.workloads.map(\.name)
    var unread: [String] = []
    for other in lendsWorkloads ? names(beside: folder) : [] {
      guard let profile = try? profile(named: other, beside: folder) else {
        unread.append(other)
        continue
      }
      known += profile.workloads.map(\.name)
      // One that is inherited is its giver's.
      if let workload = profile.workload(named: name), workload.profile == profile.name {
        found.append(FoundWorkload(workload: workload, source: profile, isOfHosts: false))
      }
    }
    let own = found.filter { !$0.source.isBuiltIn }
    if !own.isEmpty { found = own }
    if found.count > 1 { return .ambiguous(found.map(\.source.name)) }
    return found.first.map { .found($0) }
      ?? .missing(nearest: Suggestion.nearest(to: name, among: known), unread: unread)
  }
}
