import MigrationModel
import Quantities

extension Resolution {
  mutating func settings() -> MigrationSettings? {
    guard let migration = root?["migration"] else { return nil }
    checkTimeout(migration)
    checkPostcopy(migration)
    let rule = stopRule(migration["stop-rule"])
    guard let name = migration["hypervisor"]?.word, let hypervisor = Hypervisors.named(name),
      let manager = manager(of: hypervisor, migration)
    else { return nil }
    checkLimits(of: hypervisor, migration)
    let method = migration["method"]?.word.flatMap(MigrationMethod.init)
    let onTimeout = migration["on-timeout"]?.word.flatMap(TimeoutAction.init)
    var settings = MigrationSettings(
      hypervisor: hypervisor, manager: manager, ownStopRule: rule,
      downtimeLimit: downtimeLimit(of: manager, hypervisor, migration["downtime-limit"]),
      bandwidthCap: migration["bandwidth"]?.rate, method: method ?? .precopy,
      timeout: migration["timeout"]?.time, storage: storageCopy(migration))
    if settings.timeout != nil { settings.onTimeout = onTimeout ?? .suspend }
    return settings
  }

  /// The one that is named, or the one that is usual with the hypervisor.
  private mutating func manager(
    of hypervisor: any Hypervisor, _ migration: Settled
  ) -> (any Manager)? {
    let written = migration["manager"]
    let isPeerToPeer = migration["p2p"]?.onOff ?? false
    guard let name = written?.word else {
      let failed = checker.problems.contains { $0.path == "migration.manager" }
      guard !failed else { return nil }
      let usual = hypervisor.isQEMU ? Libvirt().name : hypervisor.ownTool.name
      checker.note("migration.manager", usual, .default)
      return driver(usual, of: hypervisor, isPeerToPeer: isPeerToPeer, migration)
    }
    return driver(name, of: hypervisor, isPeerToPeer: isPeerToPeer, migration)
  }

  private mutating func driver(
    _ name: String, of hypervisor: any Hypervisor, isPeerToPeer: Bool, _ migration: Settled
  ) -> (any Manager)? {
    guard let manager = Managers.named(name) else {
      if isPeerToPeer, let p2p = migration["p2p"] { contradict("is libvirt's alone", p2p) }
      return hypervisor.ownTool
    }
    if !hypervisor.isQEMU, let written = migration["manager"] {
      if manager is Libvirt {
        checker.refuse(
          "\(name) with \(hypervisor.name)", at: written.path, written.place,
          word: "\(name) with \(hypervisor.name)")
      } else {
        contradict("\(name) drives QEMU only, not \(hypervisor.name)", written)
      }
    }
    guard isPeerToPeer else { return manager }
    if !(manager is Libvirt), let p2p = migration["p2p"] { contradict("is libvirt's alone", p2p) }
    return LibvirtPeerToPeer()
  }

  /// The manager's own where none is given; it counts for QEMU only.
  private mutating func downtimeLimit(
    of manager: any Manager, _ hypervisor: any Hypervisor, _ written: Settled?
  ) -> Span {
    if let limit = written?.time { return limit }
    if hypervisor.isQEMU, checker.problems.allSatisfy({ $0.path != "migration.downtime-limit" }) {
      checker.note("migration.downtime-limit", "\(manager.defaultDowntimeLimit)", .default)
    }
    return manager.defaultDowntimeLimit
  }

  /// What a hypervisor or a manager has no word for.
  private mutating func checkLimits(of hypervisor: any Hypervisor, _ migration: Settled) {
    if let written = migration["downtime-limit"], let limit = written.time,
      limit.count % 1_000_000 != 0
    {
      contradict(
        "\"\(excerpt(written.text))\" is not in whole milliseconds, as QEMU takes it", written)
    }
    if !hypervisor.isQEMU {
      for key in ["downtime-limit", "bandwidth"] {
        guard let written = migration[key], !written.isDefault, written.word != "unlimited" else {
          continue
        }
        contradict("is QEMU's: \(hypervisor.name) has no such limit", written)
      }
    }
    guard migration["manager"]?.word == Proxmox().name else { return }
    if let method = migration["method"], method.word == MigrationMethod.stopAndCopy.rawValue {
      contradict("qm migrate leaves a guest paused that was paused before", method)
    }
    if let timeout = migration["timeout"], migration["on-timeout"]?.word != "abort" {
      contradict("qm migrate has none; add on-timeout: abort for one of your own", timeout)
    }
  }

  /// Either key may be left out, but not both: that would be no rule at all.
  private mutating func stopRule(_ written: Settled?) -> (any StopRule)? {
    guard let written else { return nil }
    let pages = written["pages"]?.count
    let rounds = written["rounds"]?.count
    let failed = checker.problems.contains { $0.path.hasPrefix("\(written.path).") }
    if pages == nil, rounds == nil, !failed {
      contradict("needs pages, rounds, or both", written)
    }
    return BoundedRounds(pages: PageCount(pages ?? 0), rounds: rounds.map(Int.init))
  }

  private mutating func checkTimeout(_ migration: Settled) {
    let timeoutFailed = checker.problems.contains { $0.path == "migration.timeout" }
    if let action = migration["on-timeout"], migration["timeout"] == nil, !timeoutFailed {
      contradict("is given without a timeout", action)
    }
    let failed = checker.problems.contains { $0.path == "migration.on-timeout" }
    if migration["timeout"] != nil, migration["on-timeout"] == nil, !failed {
      checker.note("migration.on-timeout", TimeoutAction.suspend.rawValue, .default)
    }
  }

  /// `postcopy-after` isn't built, but with a method that never switches it is a slip besides.
  private mutating func checkPostcopy(_ migration: Settled) {
    guard migration["method"]?.word == "precopy",
      let problem = checker.problems.first(where: { $0.path == "migration.postcopy-after" })
    else { return }
    checker.add(
      "needs method: postcopy or hybrid", at: problem.path, problem.place)
  }
}
