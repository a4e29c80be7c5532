import Foundation
import LibvirtRunner
import MigrationModel
import Quantities
import Testing

@Suite struct GuestOrdering {
  static func writer(_ size: Int64) -> GuestLoad {
    .writer(
      PageWriter(
        pattern: .sequential, workingSet: ByteCount(size << 20),
        rate: .bitsPerSecond(37_000_000)))
  }

  static func guest(
    _ memory: Int64, touched: Int64? = nil, _ loads: [GuestLoad] = []
  ) -> PlannedGuest {
    PlannedGuest(
      memory: ByteCount(memory << 20), touched: touched.map { ByteCount($0 << 20) }, loads: loads)
  }

  /// What init.c makes of a command line: the arguments of its orders of one kind.
  static func arguments(of order: String, in line: String) -> [[String]] {
    line.split(separator: " ").filter { $0.hasPrefix("ferry.\(order)=") }.map { word in
      word.dropFirst("ferry.\(order)=".count).split(
        separator: ",", omittingEmptySubsequences: false
      )
      .map { $0.removingPercentEncoding ?? "?" }
    }
  }

  @Test func hostileOptionsArriveAsTheyAre() throws {
    let hostile = [
      "--vm", "", " ", "a b", "a,b", "%41", "100%", "\"", "'; reboot #", "\n", "$(id)",
      "ferry.then=off", "-- init=/bin/sh", "ü",
    ]
    let load = GuestLoad.stressNG(options: hostile, runningFor: .seconds(8))
    let orders = try GuestOrders(planned: Self.guest(512, [load]), seed: 1)
    #expect(Self.arguments(of: "stress", in: orders.commandLine) == [hostile])
    #expect(orders.needsStressNG)
    // Nothing but what the kernel takes for a plain word.
    let plain = orders.commandLine.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 }
    #expect(plain)
    #expect(!orders.commandLine.split(separator: " ").contains("--"))
  }

  @Test func aZeroByteIsRefusedSinceNoArgumentCanHoldIt() {
    let load = GuestLoad.stressNG(options: ["a\u{0}b"], runningFor: .seconds(8))
    #expect(throws: RunnerProblem.self) {
      try GuestOrders(planned: Self.guest(512, [load]), seed: 1)
    }
  }

  @Test func tooLongOrdersAreRefusedSinceTheKernelWouldCutThem() {
    let load = GuestLoad.stressNG(
      options: [String(repeating: " ", count: 700)], runningFor: .seconds(8))
    #expect(throws: RunnerProblem.self) {
      try GuestOrders(planned: Self.guest(512, [load]), seed: 1)
    }
  }

  @Test func theFillerIsWhatLoadsAndSystemLeaveOfTheTouchedMemory() throws {
    let without = try GuestOrders(planned: Self.guest(2048, touched: 1024), seed: 1).filler
    let with = try GuestOrders(
      planned: Self.guest(2048, touched: 1024, [Self.writer(256), Self.writer(128)]), seed: 1
    ).filler
    // To the page, to which it is rounded.
    #expect((without.count - with.count - 384 << 20).magnitude <= 4096)
    #expect((ByteCount(900 << 20)...ByteCount(960 << 20)).contains(without))
    let none = try GuestOrders(planned: Self.guest(2048, [Self.writer(256)]), seed: 1).filler
    #expect(none == .zero)
  }

  @Test(arguments: [
    guest(512, touched: 32), guest(512, touched: 300, [writer(256)]), guest(512, touched: 512),
    guest(512, [writer(256), writer(256)]), guest(0),
    PlannedGuest(memory: ByteCount(1000)),
  ]) func memoryThatCannotBeSoIsRefused(guest: PlannedGuest) {
    #expect(throws: RunnerProblem.self) { try GuestOrders(planned: guest, seed: 1) }
  }

  @Test func aDiskWriterIsToldItsDiskAndItsPace() throws {
    let work = DiskWork(
      .write, disk: "vda", workingSet: ByteCount(64 << 20), rate: .bitsPerSecond(1_048_576),
      block: ByteCount(4096), order: .sequential, flushEvery: .milliseconds(500))
    var guest = Self.guest(256, [.diskWriter(work), Self.writer(16)])
    guest.disks = [Disk(name: "vda", size: ByteCount(1 << 30), storage: .local)]
    let line = try GuestOrders(planned: guest, seed: 7).commandLine
    #expect(Self.arguments(of: "disks", in: line) == [["vda"]])
    let orders = try #require(Self.arguments(of: "disk-writer", in: line).first)
    #expect(
      orders.dropLast(2) == [
        "--device=/dev/vda", "--bytes=67108864", "--block=4096", "--rate=1048576",
        "--order=sequential", "--pacing=catch-up",
      ])
    #expect(orders.last == "--flush-every=500000000")
    // A disk that nobody writes to is looked for all the same.
    guest.loads = []
    #expect(
      Self.arguments(of: "disks", in: try GuestOrders(planned: guest, seed: 7).commandLine)
        == [["vda"]])
  }

  @Test func theSameSeedGivesTheSameOrdersAndEveryWriterItsOwn() throws {
    let guest = Self.guest(512, touched: 300, [Self.writer(16), Self.writer(16)])
    let line = try GuestOrders(planned: guest, seed: 7).commandLine
    #expect(try GuestOrders(planned: guest, seed: 7).commandLine == line)
    #expect(try GuestOrders(planned: guest, seed: 8).commandLine != line)
    let seeds = Self.arguments(of: "writer", in: line).map { $0.filter { $0.hasPrefix("--seed=") } }
    #expect(seeds.count == 3)
    #expect(Set(seeds).count == 3)
  }
}
