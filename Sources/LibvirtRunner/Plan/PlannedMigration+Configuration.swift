import MigrationModel
import Quantities
import Scenarios

extension Abilities {
  /// What real hosts and the built-in guest can do that the model can't predict yet, and what is
  /// the model's alone.
  public static let ofTheRunner: Abilities = {
    var abilities = Abilities(
      beyondTheModel: ["stress-ng --vm-ops", "stress-ng --cpu-ops"],
      onlyOfTheModel: [
        "zero": "the guest's page writer empties no page; leave it out",
        "cpu": "the guest's page writer takes what it takes; leave it out",
        "manager none": "captures are made through libvirt; use manager: libvirt",
        "manager proxmox": "captures are made through libvirt; use manager: libvirt",
        "hypervisor xen classic": "captures are made with QEMU",
        "hypervisor xen 4.20": "captures are made with QEMU",
        "method stop-and-copy": "is not captured yet; use method: precopy",
        "stop-rule":
          "is of a hypervisor built to stop by it; the hosts' QEMU has its own, so leave it out",
        "pattern disk-read": "the guest's disk writer only writes; leave it out",
        "storage shared": "the lab's hosts share no disk; use storage: local",
        "backend nfs": "the guest's disks are files; leave it out",
        "backend iscsi": "the guest's disks are files; leave it out",
        "backend ceph": "the guest's disks are files; leave it out",
        "shared-over": "the lab's hosts share no disk; leave it out",
        "workload profile":
          "names what a guest was measured to write, and is nothing that a guest could run",
      ])
    for pattern in Abilities.writingPatterns where !PageWriter.patterns.contains(pattern) {
      abilities.onlyOfTheModel["pattern \(pattern)"] =
        "the guest's page writer has no such pattern; it has "
        + PageWriter.patterns.joined(separator: ", ")
    }
    abilities.onlyOfTheModel["pattern curve"] =
      "describes what a guest was measured to write, and is nothing that a guest could run"
    return abilities
  }()
}

extension PlannedMigration {
  init(
    _ configuration: CaptureFile.Configuration, run: String, number: Int, cycle: Int, seed: UInt64
  ) {
    let parts = configuration.parts
    self.init(
      run: run, scenario: parts.json,
      guest: PlannedGuest(
        memory: parts.memory, vcpus: parts.vcpus, machine: parts.machine, touched: parts.touched,
        loads: parts.workload.map(GuestLoad.init) + parts.diskWork.map(GuestLoad.diskWriter),
        disks: parts.disks),
      path: parts.path,
      options: MigrationOptions(
        downtimeLimit: parts.settings.downtimeLimit, bandwidth: parts.settings.bandwidthCap,
        timeout: parts.settings.timeout,
        onTimeout: parts.onTimeout == "abort" ? .abort : .suspend,
        peerToPeer: parts.peerToPeer, storage: parts.settings.storage),
      configuration: number, cycle: cycle,
      varied: configuration.varied.map { (path: $0.path, value: $0.label) }, seed: seed)
  }
}

extension GuestLoad {
  /// Long enough for stress-ng to have touched its memory once; what the public lab runs had.
  static let usualLead: Span = .seconds(13)

  init(_ part: WorkloadPart) {
    switch part {
    case .idle: self = .idle
    case .stressNG(let options, let runningFor):
      self = .stressNG(options: options, runningFor: runningFor ?? GuestLoad.usualLead)
    case .writes(let writes): self = .writer(PageWriter(writes))
    }
  }
}

extension PageWriter {
  /// As scenarios name them.
  static let patterns = ["sequential", "uniform", "hot-cold"]

  fileprivate init(_ writes: PatternedWrites) {
    let pattern: Pattern
    switch writes.pattern {
    case "sequential": pattern = .sequential
    case "hot-cold":
      pattern = .hotCold(
        fraction: writes.hotFraction ?? .one, share: writes.hotShare ?? .one)
    default: pattern = .uniform
    }
    self.init(
      pattern: pattern, workingSet: writes.workingSet, rate: writes.rate,
      pacing: Pacing(rawValue: writes.pacing) ?? .catchUp,
      changedBytes: writes.changedBytes ?? 8)
  }
}
