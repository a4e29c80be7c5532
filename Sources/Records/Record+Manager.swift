extension Record {
  /// What the scenario says of that key of its migration.
  private func migration(_ key: String) -> String? {
    if case .string(let word)? = scenario["migration"]?[key] { word } else { nil }
  }

  /// Whether the figures of the whole are QEMU's own (`qemu_total_time`, `qemu_downtime`): no
  /// manager stood between, or one that shows QEMU's.
  public var showsFiguresOfQEMU: Bool {
    ["none", "proxmox"].contains(migration("manager")) && !isOfXen
  }

  public var isOfXen: Bool { migration("hypervisor")?.hasPrefix("xen") ?? false }
}
