import MigrationModel

extension Resolution {
  /// Why libvirt would not start the migration: the destination has no processor like the guest's.
  func refusal() -> String? {
    if let reason = storageRefusal { return reason }
    let hosts = root?["hosts"]
    let guest = root?.at("vm", "cpu-vendor")?.word ?? hosts?.at("source", "cpu-vendor")?.word
    guard let guest, let other = hosts?.at("destination", "cpu-vendor")?.word,
      guest.lowercased() != other.lowercased()
    else { return nil }
    return "the guest has an \(excerpt(guest)) processor and the destination an "
      + "\(excerpt(other)) one: libvirt refuses a guest CPU that the host can't provide"
  }

  mutating func profile() -> HostProfile? {
    guard let hosts = root?["hosts"] else { return nil }
    let isInline =
      hosts["host"] != nil || hosts["guest"] != nil || hosts["workloads"] != nil
      || hosts["based-on"] != nil
    let isPair = hosts["source"] != nil || hosts["destination"] != nil
    if isPair, let named = hosts["profile"] {
      contradict("is given besides source and destination; name the profile once", named)
    } else if isInline, let other = hosts["profile"] ?? hosts["source"] ?? hosts["destination"] {
      contradict("is given besides constants written inline; use based-on", other)
    } else if isInline {
      return inlineProfile()
    } else if isPair {
      return pairProfile(hosts)
    }
    return find(hosts["profile"])
  }

  private mutating func find(_ written: Settled?) -> HostProfile? {
    let failed = checker.problems.contains { $0.path.hasPrefix("hosts") }
    if written == nil, failed { return nil }
    do throws(ScenarioProblems) {
      if written == nil {
        checker.note("hosts.profile", ProfileLibrary.defaultName, .default)
      }
      return try profiles.profile(
        named: written?.word ?? ProfileLibrary.defaultName, beside: file.map(FilePath.folder))
    } catch {
      if let written {
        checker.appendReferred(error, to: written)
      } else {
        checker.append(error)
      }
      return nil
    }
  }

  private mutating func pairProfile(_ hosts: Settled) -> HostProfile? {
    for side in ["source", "destination"] {
      guard let host = hosts[side] else {
        if checker.problems.allSatisfy({ !$0.path.hasPrefix("hosts.\(side)") }) {
          contradict("lacks \(side); give both sides, or one profile for both", hosts)
        }
        continue
      }
      if let qemu = host["qemu"], let version = qemu.word,
        let hypervisor = root?.at("migration", "hypervisor")?.word, hypervisor != "qemu \(version)"
      {
        contradict("\(excerpt(version)) does not agree with hypervisor \(hypervisor)", qemu)
      }
    }
    guard let source = hosts.at("source", "profile"),
      let destination = hosts.at("destination", "profile")
    else { return nil }
    guard source.word == destination.word else {
      checker.refuse(
        "different profiles of source and destination", at: destination.path, destination.place,
        word: "a profile other than the source's")
      return nil
    }
    return find(source)
  }

  /// Constants inside the scenario are a profile like any other.
  private mutating func inlineProfile() -> HostProfile? {
    let hosts = tree["hosts"] ?? .mapping([])
    let folder = file.map(FilePath.folder)
    do throws(ScenarioProblems) {
      let profiles = self.profiles
      return try HostProfile(hosts, file: nil) { (base) throws(ScenarioProblems) in
        try profiles.profile(named: base, beside: folder)
      }
    } catch {
      for problem in error.problems {
        var problem = problem
        problem.file = problem.file ?? file
        problem.path = problem.path.isEmpty ? "hosts" : "hosts.\(problem.path)"
        if checker.problems.allSatisfy({ $0.path != problem.path }) {
          checker.append(ScenarioProblems(problem))
        }
      }
      return nil
    }
  }
}
