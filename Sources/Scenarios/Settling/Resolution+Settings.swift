import MigrationModel
import Quantities

extension Resolution {
  mutating func settings() -> MigrationSettings? {
    guard let migration = root?["migration"] else { return nil }
    checkTimeout(migration)
    checkPostcopy(migration)
    if let written = migration["downtime-limit"], let limit = written.time,
      limit.count % 1_000_000 != 0
    {
      contradict(
        "\"\(excerpt(written.text))\" is not in whole milliseconds, as QEMU takes it", written)
    }
    let rule = stopRule(migration["stop-rule"])
    guard let hypervisor = hypervisor(migration["hypervisor"]),
      let manager = manager(migration["manager"]), let limit = migration["downtime-limit"]?.time
    else { return nil }
    return MigrationSettings(
      hypervisor: hypervisor, manager: manager, ownStopRule: rule, downtimeLimit: limit,
      bandwidthCap: migration["bandwidth"]?.rate, timeout: migration["timeout"]?.time)
  }

  private func manager(_ written: Settled?) -> (any Manager)? {
    switch written?.word {
    case "libvirt": return Libvirt()
    case "none": return NoManager()
    default: return nil
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

  private func hypervisor(_ written: Settled?) -> (any Hypervisor)? {
    switch written?.word {
    case "qemu 7.2": return QEMU72()
    case "qemu 8.1": return QEMU81()
    case "qemu 10.0": return QEMU100()
    default: return nil
    }
  }

  private mutating func checkTimeout(_ migration: Settled) {
    let failed = checker.problems.contains { $0.path == "migration.on-timeout" }
    if let timeout = migration["timeout"], migration["on-timeout"] == nil, !failed,
      !checker.accepts("on-timeout suspend")
    {
      checker.add(
        "without on-timeout means virsh's default, suspend: not supported yet; add "
          + "on-timeout: abort", at: timeout.path, timeout.place,
        kind: .unsupported(feature: "on-timeout suspend"))
    }
    let timeoutFailed = checker.problems.contains { $0.path == "migration.timeout" }
    if let action = migration["on-timeout"], migration["timeout"] == nil, !timeoutFailed {
      contradict("is given without a timeout", action)
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
