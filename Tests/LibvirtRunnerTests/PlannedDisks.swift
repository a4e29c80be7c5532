import Foundation
import LibvirtRunner
import MigrationModel
import Quantities
import Scenarios
import Testing

/// Disks in plans: what the lab can have, and what would be refused only once a guest had booted.
@Suite struct PlannedDisks {
  static func plan(
    disks: String, migration: String = "copy-storage-all: true", workload: String = "pattern: idle",
    hosts: String = "lab"
  ) throws -> CapturePlan {
    let folder = try TestFolder()
    let file = "\(folder.path)/plan.yaml"
    let yaml = """
      hosts: \(hosts)
      scenario:
        vm: {memory: 256 MiB, touched: 96 MiB, disks: [\(disks)]}
        workload: [{\(workload)}]
        path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
        migration: {\(migration)}
      """
    try yaml.write(toFile: file, atomically: false, encoding: .utf8)
    return try CapturePlan(contentsOf: file)
  }

  @Test func disksAndWhatIsWrittenToThemArePlanned() throws {
    let plan = try Self.plan(
      disks: "{name: vda, size: 1 GiB, allocated: 25 %}",
      migration: "copy-storage-all: true, copy-storage-synchronous-writes: true",
      workload: "pattern: disk-write, disk: vda, working-set: 64 MiB, rate: 128 KiB/s")
    let planned = try #require(plan.migrations.first)
    #expect(
      planned.guest.disks == [
        Disk(
          name: "vda", size: ByteCount(1 << 30), allocated: ByteCount(256 << 20), storage: .local)
      ])
    #expect(
      planned.guest.loads == [
        .diskWriter(
          DiskWork(
            .write, disk: "vda", workingSet: ByteCount(64 << 20), rate: .bitsPerSecond(1 << 20),
            block: ByteCount(4096)))
      ])
    #expect(planned.options.storage == StorageCopy(.all, isSynchronous: true))
  }

  @Test(arguments: [
    ("{name: vdb, size: 1 GiB}", "copy-storage-all: true", "the guest calls this disk vda"),
    ("{name: sda, size: 1 GiB}", "copy-storage-all: true", "the guest calls this disk vda"),
    ("{name: vda, size: 1000 B}", "copy-storage-all: true", "no whole number of 4 KiB"),
    ("{name: vda, size: 1 GiB}", "", "vda would stay behind"),
    (
      "{name: vda, size: 1 GiB}, {name: vdb, size: 1 GiB}",
      "copy-storage-all: true, migrate-disks: vda", "vdb would stay behind"
    ),
    ("", "copy-storage-inc: true", "needs disks to copy"),
  ]) func disksThatNoLabCanMoveAreRefusedWithThePlan(
    disks: String, migration: String, words: String
  ) {
    let error = #expect(throws: ScenarioProblems.self) {
      try Self.plan(disks: disks, migration: migration)
    }
    #expect(error?.description.contains(words) == true, "\(error as Any)")
  }

  @Test func aBlockThatNoDiskTakesIsRefused() {
    let error = #expect(throws: ScenarioProblems.self) {
      try Self.plan(
        disks: "{name: vda, size: 1 GiB}",
        workload: "pattern: disk-write, disk: vda, rate: 1 MiB/s, block: 1000 B")
    }
    #expect(error?.description.contains("in blocks of 1000 B") == true, "\(error as Any)")
  }

  @Test func somebodysOwnGuestIsNotMovedWithItsDisks() {
    let hosts =
      "{source: \"qemu+ssh://a/system\", destination: \"qemu+ssh://b/system\"}\nguest: {domain: d}"
    let error = #expect(throws: ScenarioProblems.self) {
      try Self.plan(disks: "{name: vda, size: 1 GiB}", hosts: hosts)
    }
    #expect(error?.description.contains("use hosts: lab") == true, "\(error as Any)")
  }
}
