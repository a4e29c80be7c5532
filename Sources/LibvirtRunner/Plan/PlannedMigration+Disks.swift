import MigrationModel
import Quantities

extension PlannedMigration {
  /// Sees that the built-in guest can have these disks, and that libvirt will move them.
  func checkDisks() throws(RunnerProblem) {
    for (index, disk) in guest.disks.enumerated() {
      // What the guest's kernel calls its disks, in the order in which it finds them.
      let name = "vd" + String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
      guard disk.name == name, index < 26 else {
        throw RunnerProblem(
          "vm.disks.\(index).name: the guest calls this disk \(name)", remedy: "call it that")
      }
      guard disk.size.count.isMultiple(of: 4096) else {
        throw RunnerProblem(
          "vm.disks.\(index).size: \(disk.size) is no whole number of 4 KiB", remedy: "round it")
      }
      guard let storage = options.storage, storage.copies(disk) else {
        throw RunnerProblem(
          "vm.disks.\(index): \(name) would stay behind, and libvirt refuses that",
          remedy: options.storage == nil
            ? "give migration.copy-storage-all" : "name it in migrate-disks")
      }
    }
    for case .diskWriter(let work) in guest.loads { try work.check() }
  }
}

extension PlannedMigration {
  /// Somebody's own guest is brought back after each run, and nobody has said that its disks may be
  /// written over there.
  func refuseStorage() throws(RunnerProblem) {
    guard let storage = options.storage else { return }
    throw RunnerProblem(
      "migration.\(storage.extent.rawValue): only the built-in guest is moved with its disks",
      remedy: "use hosts: lab")
  }
}

extension DiskWork {
  /// What disk-writer.c would refuse is refused before a guest boots.
  fileprivate func check() throws(RunnerProblem) {
    // Past the page cache, a disk takes whole sectors (open(2), O_DIRECT).
    guard block.count.isMultiple(of: 512) else {
      throw RunnerProblem(
        "a disk cannot be written in blocks of \(block)", remedy: "take a multiple of 512 B")
    }
    guard rate.count > 0, rate.count <= 1 << 50 else {
      throw RunnerProblem("no disk writer writes at \(rate)", remedy: "leave it out")
    }
  }
}
