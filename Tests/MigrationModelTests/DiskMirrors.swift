import EventKernel
import Quantities
import Testing

@testable import MigrationModel

/// Disks that are copied before memory, held against closed forms.
@Suite struct DiskMirrors {
  static let mebibyte: Int64 = 1 << 20

  static func disk(
    _ name: String = "vda", size: Int64 = 1024, allocated: Int64 = 200, overlay: Int64? = nil
  ) -> Disk {
    Disk(
      name: name, size: ByteCount(size * mebibyte), allocated: ByteCount(allocated * mebibyte),
      overlayAllocated: overlay.map { ByteCount($0 * mebibyte) }, storage: .local)
  }

  static func writer(
    perSecond: Int64, of mebibytes: Int64 = 64, block: Int64 = 4096,
    order: DiskWork.Order = .uniform
  ) -> DiskWork {
    DiskWork(
      .write, disk: "vda", workingSet: ByteCount(mebibytes * mebibyte),
      rate: DataRate(count: perSecond * block * 8), block: ByteCount(block), order: order)
  }

  /// A guest of 64 MiB, all touched, with these disks.
  static func input(
    _ disks: [Disk] = [disk()], _ work: [DiskWork] = [], megabits: Int64 = 100,
    rtt: Span = .microseconds(100), copy: StorageCopy? = StorageCopy(.all), cap: DataRate? = nil,
    timeout: Span? = nil, method: MigrationMethod = .precopy
  ) -> MigrationInput {
    var guest = Inputs.guest(ByteCount(64 * mebibyte))
    guest.disks = disks
    guest.diskWork = work
    var settings = Inputs.settings(cap: cap, timeout: timeout)
    settings.storage = copy
    settings.method = method
    return Inputs.input(guest, Inputs.path(megabits, rtt: rtt), settings)
  }

  private func report(_ input: MigrationInput) -> MigrationReport { predict(input).typical }

  /// Bytes a second that one connection gets.
  private func goodput(_ megabits: Int64 = 100, rtt: Span = .microseconds(100)) -> Double {
    BulkTransfer(path: Inputs.path(megabits, rtt: rtt), hosts: Inputs.ideal).steadyRate
  }

  private func copying(_ report: MigrationReport) throws -> Double {
    try #require(report.storage?.readyAfter).seconds
  }

  @Test(arguments: [Int64(100), 400, 1024])
  func anIdleDiskTakesItsAllocatedBytesOverTheBandwidth(allocated: Int64) throws {
    let report = report(Self.input([Self.disk(allocated: allocated)]))
    let bytes = Double(allocated * Self.mebibyte)
    #expect(abs(try copying(report) / (bytes / goodput()) - 1) < 0.002)
    #expect(report.storage?.copied == ByteCount(allocated * Self.mebibyte))
    #expect(report.outcome == .completed)
  }

  @Test func memoryGoesAfterwardsAsWithoutDisks() throws {
    let with = report(Self.input())
    let without = report(Self.input([], copy: nil))
    let rest = try #require(with.timeElapsed).seconds - copying(with)
    #expect(abs(rest / (try #require(without.timeElapsed).seconds) - 1) < 0.01)
    #expect(with.bytes.normalPages == without.bytes.normalPages)
  }

  @Test func aCapCountsHolesAtTheirLengthAndMemoryAgain() throws {
    let cap = DataRate(count: 8 * 4 * Self.mebibyte)
    var input = Self.input([Self.disk(size: 512, allocated: 100)], cap: cap)
    // It looks at memory's limit after each page, and not after 32.
    input.settings.hypervisor = QEMU72()
    let report = report(input)
    #expect(abs(try copying(report) / (512.0 / 4) - 1) < 0.002)
    let rest = try #require(report.timeElapsed).seconds - copying(report)
    #expect(abs(rest / (64.0 / 4) - 1) < 0.05)
  }

  @Test func disksGoAtOnceAndShareThePath() throws {
    let one = report(Self.input([Self.disk(allocated: 400)]))
    let two = report(
      Self.input([Self.disk(allocated: 200), Self.disk("vdb", allocated: 200)]))
    #expect(abs(try copying(two) / copying(one) - 1) < 0.002)
    // A cap is each disk's own.
    let cap = DataRate(count: 8 * 2 * Self.mebibyte)
    let capped = report(
      Self.input(
        [Self.disk(size: 200, allocated: 200), Self.disk("vdb", size: 100, allocated: 100)],
        cap: cap))
    #expect(abs(try copying(capped) / 100 - 1) < 0.002)
  }

  @Test func onlyTheOverlayGoesWithInc() throws {
    let report = report(
      Self.input([Self.disk(allocated: 800, overlay: 50)], copy: StorageCopy(.increment)))
    #expect(report.storage?.copied == ByteCount(50 * Self.mebibyte))
    #expect(abs(try copying(report) / (50 * Double(Self.mebibyte) / goodput()) - 1) < 0.005)
  }

  @Test func onlyTheChosenDisksGo() {
    let copy = StorageCopy(.all, disks: ["vdb"])
    let report = report(
      Self.input([Self.disk(allocated: 800), Self.disk("vdb", allocated: 30)], copy: copy))
    #expect(report.storage?.copied == ByteCount(30 * Self.mebibyte))
  }

  @Test func eachSmallWriteCostsAChunkOfThePath() throws {
    // Spread over so much that no chunk is hit twice.
    let work = Self.writer(perSecond: 32, of: 1000)
    let disk = Self.disk(allocated: 1000)
    let report = report(Self.input([disk], [work]))
    let chunks = 32 * MirrorLaw.wireBytes(MirrorLaw.chunk)
    let memory = Double(report.bytes.total) / (goodput() - chunks)
    let rest = try #require(report.timeElapsed).seconds - copying(report)
    #expect(abs(rest / memory - 1) < 0.03)
    // Blocks in order fill a chunk before they dirty the next.
    let inOrder = Self.writer(perSecond: 32, of: 1000, order: .sequential)
    #expect(abs(ChunkWrites([inOrder]).perSecond - 2) < 1e-9)
    #expect(ChunkWrites([Self.writer(perSecond: 3, block: 262_144)]).perSecond == 12)
  }

  @Test func whatWasWrittenBehindTheCopyGoesAgain() throws {
    // Measured: 300 MiB at 100 Mbit/s with 32 writes a second to 64 MiB took 30.2 s and 357 MB.
    let report = report(
      Self.input([Self.disk(size: 512, allocated: 300)], [Self.writer(perSecond: 32)]))
    #expect(abs(try copying(report) / 30.0 - 1) < 0.03)
  }

  @Test func aWriterWithoutGapsKeepsItFromReady() throws {
    let far = Self.input([Self.disk()], [Self.writer(perSecond: 32)], rtt: .milliseconds(37))
    let never = report(far)
    #expect(never.outcome.word == "not-converged")
    #expect(try #require(never.outcome.reason).contains("one is always under way"))
    #expect(never.rounds.isEmpty)
    // The same writes spaced out leave gaps, as does a shorter path.
    let spaced = Self.input([Self.disk()], [Self.writer(perSecond: 16)], rtt: .milliseconds(37))
    #expect(report(spaced).outcome == .completed)
    #expect(report(Self.input([Self.disk()], [Self.writer(perSecond: 32)])).outcome == .completed)
  }

  @Test func chunksThatOutrunThePathStayDirty() throws {
    let work = Self.writer(perSecond: 512, of: 256)
    let never = report(Self.input([Self.disk(allocated: 300)], [work]))
    let reason = try #require(never.outcome.reason)
    #expect(never.outcome.word == "not-converged")
    #expect(reason.contains("512 chunks of 64 KiB a second, and 182 can be copied"), "\(reason)")
    // Few distinct chunks: each goes once however often it is written.
    let few = ChunkWrites([Self.writer(perSecond: 512, of: 1)])
    #expect(few.chunks == 16)
    #expect(few.balance(copying: 182) < 16)
  }

  @Test func aTimeoutEndsWhatIsNeverReady() throws {
    let work = Self.writer(perSecond: 512, of: 256)
    let disk = Self.disk(allocated: 300)
    var input = Self.input([disk], [work], timeout: .seconds(60))
    let aborted = report(input)
    #expect(aborted.outcome.word == "aborted")
    #expect(aborted.timeElapsed == .seconds(60))
    // A guest that is suspended writes no more, so its mirror comes to its end.
    input.settings.onTimeout = .suspend
    let suspended = report(input)
    #expect(suspended.outcome == .completed)
    #expect(try #require(suspended.pause).total > .seconds(10))
  }

  @Test func synchronousWritesAlwaysBecomeReadyAndWaitForAPath() throws {
    let sync = StorageCopy(.all, isSynchronous: true)
    let work = Self.writer(perSecond: 512, of: 256)
    let near = report(Self.input([Self.disk(allocated: 300)], [work], copy: sync))
    #expect(near.outcome == .completed)
    // While the disk is copied, a write waits behind 16 MiB, so there are next to none.
    let seconds = 300 * Double(Self.mebibyte) / goodput()
    #expect(abs(try copying(near) / seconds - 1) < 0.005)
    // Beside memory, it is its own bytes and not a chunk for each.
    let memory = Double(near.bytes.total) / (goodput() - 512 * (4096 + MirrorLaw.header))
    let rest = try #require(near.timeElapsed).seconds - copying(near)
    #expect(abs(rest / memory - 1) < 0.03)
    // One request at a time and a round trip each.
    let synchrony = Synchrony(
      roundTrip: .milliseconds(37), bandwidth: .bitsPerSecond(100_000_000))
    let waiting = ChunkWrites([work], waiting: synchrony)
    #expect(abs(waiting.requests - 1 / (0.037 + 4096 * 8 / 1e8)) < 1e-9)
  }

  @Test func aBusyMirrorIsDrainedWhileTheGuestStandsStill() throws {
    // Measured: 128 writes a second at 100 Mbit/s, 1.6 s of downtime instead of 0.3 s.
    var busy = Self.input([Self.disk(size: 512, allocated: 300)], [Self.writer(perSecond: 128)])
    busy.guest.memory = ByteCount(256 * Self.mebibyte)
    busy.guest.touched = ByteCount(122 * Self.mebibyte)
    var idle = busy
    idle.guest.diskWork = []
    let drained = try #require(report(busy).pause).total.seconds
    #expect(drained - (try #require(report(idle).pause).total.seconds) > 1)
    #expect((1.3...2.1).contains(drained), "\(drained)")
  }

  @Test func anOutageProlongsTheCopyByItsLength() throws {
    var input = Self.input([Self.disk(allocated: 200)])
    let usual = try copying(report(input))
    input.path.changes = [
      PathChange(at: .seconds(5), isDown: true), PathChange(at: .seconds(8), isDown: false),
    ]
    let later = try copying(report(input))
    #expect((2.9...4.0).contains(later - usual), "\(later - usual)")
  }

  @Test func theFirstStepOfTwoIsNotTheMigrations() throws {
    let disk = Self.disk(allocated: 300)
    let work = Self.writer(perSecond: 8)
    let two = report(Self.input([disk], [work], copy: nil, method: .twoStep))
    let one = report(Self.input([disk], [work]))
    #expect(two.outcome == .completed)
    // What it wrote in the first step is all that the second brings.
    let seconds = 300 * Double(Self.mebibyte) / goodput()
    let chunks = ChunkWrites([work]).dirtied(inPassOf: seconds, throughRange: 0)
    let copied = Double(try #require(two.storage).copied.count)
    #expect(copied >= chunks * MirrorLaw.chunk * 0.99)
    let later = 8 * (try #require(two.timeElapsed).seconds - seconds)
    #expect(copied <= (chunks + later) * MirrorLaw.chunk * 1.01)
    let (a, b) = (try #require(two.timeElapsed).seconds, try #require(one.timeElapsed).seconds)
    #expect(abs(a / b - 1) < 0.1)
  }

  @Test func aColdMoveIsStoppedForAsLongAsItsDiskTakes() throws {
    let cold = report(Self.input([Self.disk(allocated: 300)], copy: nil, method: .cold))
    let pause = try #require(cold.pause)
    #expect(abs(pause.total.seconds / (300 * Double(Self.mebibyte) / goodput()) - 1) < 0.002)
    #expect(cold.timeElapsed == pause.total)
    let checkpoint = report(Self.input([], copy: nil, method: .checkpoint))
    let bytes = Double(checkpoint.bytes.total)
    #expect(bytes > 64 * Double(Self.mebibyte))
    #expect(abs(try #require(checkpoint.pause).pages.seconds / (bytes / goodput()) - 1) < 0.01)
    let offline = report(Self.input([Self.disk()], copy: nil, method: .offline))
    #expect(try #require(offline.timeElapsed) < .seconds(1))
    #expect(offline.pause == nil)
  }

  @Test(arguments: 0..<60)
  func theDiskIsCompleteOnExactlyOneSide(seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), component: "disks")
    let allocated = 20 + Int64(random.below(400))
    var input = Self.input(
      [Self.disk(size: 512, allocated: allocated)],
      [Self.writer(perSecond: 1 + Int64(random.below(600)), of: 1 + Int64(random.below(256)))],
      megabits: [37, 100, 938][Int(random.below(3))],
      rtt: [.microseconds(100), .milliseconds(37)][Int(random.below(2))],
      copy: StorageCopy(
        random.below(2) == 0 ? .all : .increment, isSynchronous: random.below(3) == 0),
      timeout: random.below(2) == 0 ? .seconds(Int64(random.below(40)) + 1) : nil)
    input.settings.onTimeout = random.below(2) == 0 ? .abort : .suspend
    let report = predict(input, keepsTrace: true).typical
    let storage = try #require(report.storage)
    func when(_ what: String) -> Instant? {
      report.trace.entries.first { $0.what == what }?.instant
    }
    // Memory waits until all are READY, and the guest is not let go before they have ended.
    if let stream = when("stream") { #expect(try #require(when("mirrors ready")) <= stream) }
    if let acknowledged = when("acknowledged") {
      #expect(try #require(when("stop")) <= acknowledged)
      #expect(try #require(when("mirrors end")) <= acknowledged)
    }
    // Nothing is ended, and so nothing written at the destination alone, while the guest runs here.
    #expect((when("mirrors end") == nil) == (when("stop") == nil))
    // Where the guest goes on at the destination, its disk is there; else the source's is its own.
    if report.outcome == .completed { #expect(storage.areComplete) }
    #expect(storage.copied <= storage.total)
    if report.outcome == .completed {
      #expect(storage.copied >= ByteCount(allocated * Self.mebibyte))
      let pause = try #require(report.pause)
      #expect(pause.parts.allSatisfy { $0.span >= .zero })
    }
  }

  @Test func storageThatIsSharedOverThePathTakesItsShare() throws {
    var guest = Inputs.guest(ByteCount(256 * Self.mebibyte))
    let idle = try #require(
      report(Inputs.input(guest, Inputs.path(100), Inputs.settings())).timeElapsed)
    guest.disks = [
      Disk(
        name: "vda", size: ByteCount(1 << 30), storage: .shared, backend: .nfs,
        isReachedOverPath: true)
    ]
    let rate = DataRate(count: Int64(goodput() * 8 / 4))
    guest.diskWork = [
      DiskWork(
        .write, disk: "vda", workingSet: ByteCount(1 << 30), rate: rate, block: ByteCount(4096))
    ]
    let shared = try #require(
      report(Inputs.input(guest, Inputs.path(100), Inputs.settings())).timeElapsed)
    #expect(abs(shared.seconds / idle.seconds - 4.0 / 3) < 0.02)
    #expect(Disk.Backend.iscsi.roundTrips(ofWriting: ByteCount(131_072)) == 2)
    #expect(Disk.Backend.nfs.roundTripsOfFlush == 1)
  }
}
