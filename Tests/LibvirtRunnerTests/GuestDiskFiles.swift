import Foundation
import MigrationModel
import Quantities
import Testing

@testable import LibvirtRunner

/// The files that are the disks of a lab's guests, here in two folders without a lab.
@Suite struct GuestDiskFiles {
  static func with(
    _ body: (DiskFiles, _ source: String, _ destination: String) async throws -> Void
  )
    async throws
  {
    try await Host.withFolder { folder in
      let (source, destination) = ("\(folder)/source host", "\(folder)/destination host")
      try await body(DiskFiles(source: source, destination: destination), source, destination)
    }
  }

  static func disk(_ name: String = "vda", overlay: Int64? = nil) -> Disk {
    Disk(
      name: name, size: ByteCount(8 << 20), allocated: ByteCount(2 << 20),
      overlayAllocated: overlay.map { ByteCount($0) }, storage: .local)
  }

  /// The file's size, and how much of it takes room.
  static func sizes(of file: String) throws -> (size: Int64, taken: Int64) {
    var facts = stat()
    try #require(stat(file, &facts) == 0, "\(file)")
    return (Int64(facts.st_size), Int64(facts.st_blocks) * 512)
  }

  @Test func aRawDiskHoldsDataAtItsBeginningAndTheDestinationsNothing() async throws {
    try await Self.with { files, source, destination in
      let made = try await files.make([Self.disk()], of: "ferry-a-1", seed: 4, layered: false)
      #expect(
        made == [.init(name: "vda", file: "/var/lib/libvirt/images/ferry-a-1-vda.raw")])
      let here = try Self.sizes(of: "\(source)/ferry-a-1-vda.raw")
      let there = try Self.sizes(of: "\(destination)/ferry-a-1-vda.raw")
      #expect(here.size == 8 << 20)
      #expect((2 << 20..<3 << 20).contains(here.taken), "\(here)")
      #expect(there.size == 8 << 20)
      #expect(there.taken < 64 << 10, "\(there)")
      let content = try Data(contentsOf: URL(filePath: "\(source)/ferry-a-1-vda.raw"))
      // Random bytes: a 256th of them are zero.
      #expect(content.prefix(2 << 20).filter { $0 == 0 }.count < 2 << 13)
      #expect(content.dropFirst(2 << 20).allSatisfy { $0 == 0 })
    }
  }

  @Test(.enabled(if: Host.has("qemu-img", "qemu-io"), "needs qemu-utils"))
  func anOverlayHoldsItsDataOverOneBackingImageOnBothHosts() async throws {
    try await Self.with { files, source, destination in
      let made = try await files.make(
        [Self.disk(overlay: 1 << 20)], of: "ferry-a-1", seed: 4, layered: true)
      #expect(made.map(\.format) == [.qcow2])
      for folder in [source, destination] {
        let check = try await Command("qemu-img", "check", "\(folder)/ferry-a-1-vda.qcow2").output()
        // 16 of 128 clusters of 64 KiB.
        #expect(check.contains("16/128") == (folder == source), "\(check)")
      }
      #expect(
        try Data(contentsOf: URL(filePath: "\(source)/ferry-a-1-vda.base"))
          == Data(contentsOf: URL(filePath: "\(destination)/ferry-a-1-vda.base")))
      let names = try FileManager.default.contentsOfDirectory(atPath: source)
      #expect(names.sorted() == ["ferry-a-1-vda.base", "ferry-a-1-vda.qcow2"])
    }
  }

  @Test func onlyWhatWasMadeIsRemoved() async throws {
    try await Self.with { files, source, destination in
      try files.remove()
      _ = try await files.make(
        [Self.disk(), Self.disk("vdb")], of: "ferry-a-1", seed: 4, layered: false)
      try Data().write(to: URL(filePath: "\(source)/somebody's.raw"))
      try files.remove()
      #expect(try FileManager.default.contentsOfDirectory(atPath: source) == ["somebody's.raw"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: destination) == [])
    }
  }
}
