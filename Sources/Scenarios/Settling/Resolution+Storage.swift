import MigrationModel
import Quantities

extension Resolution {
  /// What the copy-storage options ask for; nil where none does.
  mutating func storageCopy(_ migration: Settled) -> StorageCopy? {
    let names = root?.at("vm", "disks")?.list?.compactMap { $0?["name"]?.word } ?? []
    let asked = StorageCopy.Extent.allCases.filter { migration[$0.rawValue]?.onOff == true }
    let key = "copy-storage-synchronous-writes"
    let method = migration["method"]?.word.flatMap(MigrationMethod.init)
    if method == .twoStep || !(method?.streamsMemory ?? true), let name = asked.first,
      let written = migration[name.rawValue], method != .twoStep || name == .all
    {
      contradict(
        "is given with method \(method?.rawValue ?? ""), which brings disks its own way", written)
    }
    if let method, !method.streamsMemory, let written = migration["timeout"] {
      contradict(
        "has no effect on method \(method.rawValue), where nobody waits for an end", written)
    }
    if method == .twoStep, let written = migration["method"] {
      let isQEMU = Hypervisors.named(migration["hypervisor"]?.word ?? "")?.isQEMU ?? true
      if migration["manager"]?.word == "none" || !isQEMU {
        contradict(
          "two-step brings disks as libvirt does with QEMU; this has no such mirrors", written)
      }
    }
    if method == .twoStep, names.isEmpty, let written = migration["method"] {
      contradict("needs disks to copy beforehand: add vm.disks", written)
    }
    guard let extent = asked.first else {
      for name in [key, "migrate-disks"] {
        guard let written = migration[name], !written.isDefault, written.onOff != false else {
          continue
        }
        contradict("needs copy-storage-all or copy-storage-inc", written)
      }
      return nil
    }
    if asked.count > 1, let second = migration[asked[1].rawValue] {
      contradict("is given besides \(extent.rawValue); choose one", second)
    }
    let chosen = migration["migrate-disks"].flatMap { written in
      written.word?.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }
    for name in chosen ?? [] where !names.contains(name) {
      guard let written = migration["migrate-disks"] else { continue }
      contradict("\"\(excerpt(name))\" is no disk of vm.disks", written)
    }
    if migration["manager"]?.word == "none", let written = migration[extent.rawValue] {
      contradict("is a manager's: bare QEMU copies no disk", written)
    }
    if let name = migration["hypervisor"]?.word, let written = migration[extent.rawValue],
      Hypervisors.named(name)?.isQEMU == false
    {
      contradict("is libvirt's with QEMU, not \(name)'s", written)
    }
    if names.isEmpty, let written = migration[extent.rawValue] {
      contradict("needs disks to copy: add vm.disks", written)
    }
    return StorageCopy(
      extent, isSynchronous: migration[key]?.onOff ?? false, disks: chosen)
  }

  /// The disks that could be read.
  mutating func disks() -> [Disk] {
    var disks: [Disk] = []
    for written in (root?.at("vm", "disks")?.list ?? []).compactMap(\.self) {
      guard let name = written["name"]?.word, let size = written["size"]?.size else { continue }
      if disks.contains(where: { $0.name == name }), let second = written["name"] {
        contradict("\"\(excerpt(name))\" is given twice", second)
      }
      let allocated = part(of: written, "allocated", of: size)
      let overlay = part(of: written, "overlay-allocated", of: size)
      let storage = written["storage"]?.word.flatMap(Disk.Storage.init)
      if storage == nil {
        let word = asksForStorage ? Disk.Storage.local : .shared
        checker.note("\(written.path).storage", word.rawValue, .default)
      }
      let disk = Disk(
        name: name, size: size, allocated: allocated, overlayAllocated: overlay,
        storage: storage ?? (asksForStorage ? .local : .shared),
        backend: written["backend"]?.word.flatMap(Disk.Backend.init) ?? .file,
        isReachedOverPath: written["shared-over"] != nil)
      if let over = written["shared-over"] {
        if disk.storage == .local {
          contradict("is of shared storage, and this disk is local", over)
        } else if disk.backend == .file {
          contradict("needs a backend that is reached over a network: nfs, iscsi or ceph", over)
        }
      }
      disks.append(disk)
    }
    return disks
  }

  /// Why libvirt would not even start (`qemuMigrationSrcIsSafe`): a disk that the destination has
  /// not, and nothing that brings it.
  var storageRefusal: String? {
    let names = root?.at("migration", "migrate-disks")?.word?.split(separator: ",").map(String.init)
    for disk in (root?.at("vm", "disks")?.list ?? []).compactMap(\.self) {
      let word = disk["storage"]?.word ?? (asksForStorage ? "local" : "shared")
      guard word == Disk.Storage.local.rawValue, let name = disk["name"]?.word,
        !asksForStorage || !(names?.contains(name) ?? true)
      else { continue }
      let advice =
        asksForStorage ? "migrate-disks leaves it out" : "no copy-storage option is given"
      return "disk \(excerpt(name)) is local and \(advice): libvirt refuses that as unsafe"
    }
    return nil
  }

  /// Whether local disks go somehow.
  private var asksForStorage: Bool {
    let method = root?.at("migration", "method")?.word.flatMap(MigrationMethod.init)
    return bringsDisks(method)
      || StorageCopy.Extent.allCases.contains {
        root?.at("migration", $0.rawValue)?.onOff == true
      }
  }

  private func bringsDisks(_ method: MigrationMethod?) -> Bool {
    switch method {
    case .twoStep, .cold, .checkpoint, .offline: true
    case .precopy, .stopAndCopy, nil: false
    }
  }

  /// A size below the disk's, or a share of it.
  private mutating func part(of disk: Settled, _ key: String, of size: ByteCount) -> ByteCount? {
    guard let written = disk[key], let part = written.size(of: size) else { return nil }
    if part > size {
      contradict("\"\(excerpt(written.text))\" is more than the disk has (\(size))", written)
    }
    return part
  }

  /// What a part of the workload does to one of these disks; nil where it is another part.
  mutating func diskWork(_ part: Settled, on disks: [Disk]) -> DiskWork? {
    guard let kind = part.diskWork, let name = part["disk"], let word = name.word,
      let rate = part["rate"]?.rate
    else { return nil }
    guard let disk = disks.first(where: { $0.name == word }) else {
      let known =
        disks.isEmpty ? "vm.disks has none" : "known: \(disks.map(\.name).joined(separator: ", "))"
      contradict("\"\(excerpt(word))\" is no disk of the guest; \(known)", name)
      return nil
    }
    let block = part["block"]?.size ?? ByteCount(4096)
    let range = self.part(of: part, "working-set", of: disk.size) ?? disk.size
    if range < block, let written = part["working-set"] ?? part["block"] {
      contradict("the working set (\(range)) holds no block of \(block)", written)
    }
    return DiskWork(
      kind, disk: word, workingSet: range, rate: rate, block: block,
      order: part["order"]?.word.flatMap(DiskWork.Order.init) ?? .uniform,
      flushEvery: part["flush-every"]?.time,
      pacing: part["pacing"]?.word.flatMap(Pacing.Kind.init) ?? .catchUp)
  }
}
