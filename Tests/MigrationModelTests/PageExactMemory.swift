import EventKernel
import Quantities
import Testing

@testable import MigrationModel

/// A bitmap in which every write is made, against closed forms and by hand.
@Suite struct PageExactMemory {
  private static let second = Instant(nanoseconds: 1_000_000_000)

  private func memory(
    _ size: ByteCount, touched: ByteCount? = nil, _ workload: [any WritePattern],
    _ tracking: DirtyTracking = .atOnce, seed: UInt64 = 1
  ) -> PageMemory {
    let context = WriteContext(background: Inputs.ideal.background, loaded: true, phase: 0.3)
    return PageMemory(
      guest: Inputs.guest(size, touched: touched, workload), context: context, tracking: tracking,
      seed: seed, replication: 0)
  }

  /// Pages that a synchronisation finds when all was sent at first and then written for a second.
  private func found(_ workload: [any WritePattern], seed: UInt64) -> Double {
    var memory = memory(ByteCount(32 << 20), workload, seed: seed)
    memory.startLogging(at: .start)
    _ = memory.send(memory.pending, at: .start)
    return Double(memory.synchronise(at: Self.second))
  }

  @Test(arguments: [500, 2000, 20_000] as [Int64], [UInt64(1), 2, 3])
  func uniformWritesHitTheExpectedNumberOfCells(writes: Int64, seed: UInt64) {
    let pages = 4000.0
    let pattern = UniformWrites(
      workingSet: PageCount(4000), rate: DataRate(count: writes * 4096 * 8))
    let missed = Elementary.power(1 - 1 / pages, Double(writes))
    let load = Double(writes) / pages
    let spread = (pages * missed * (1 - (1 + load) * missed)).squareRoot()
    #expect(abs(found([pattern], seed: seed) - pages * (1 - missed)) < 4 * spread + 1)
  }

  @Test(arguments: [500, 5000] as [Int64], [UInt64(1), 2])
  func hotAndColdPagesEachHitTheirs(writes: Int64, seed: UInt64) {
    let pattern = HotColdWrites(
      workingSet: PageCount(4000), rate: DataRate(count: writes * 4096 * 8),
      hotFraction: .percent(10), hotShare: .percent(90))
    let hot = 400 * (1 - Elementary.power(1 - 1 / 400, Double(writes) * 0.9))
    let cold = 3600 * (1 - Elementary.power(1 - 1 / 3600, Double(writes) * 0.1))
    #expect(abs(found([pattern], seed: seed) - hot - cold) < 4 * (hot + cold).squareRoot())
  }

  @Test(arguments: [1, 63, 64, 65, 999, 1000, 1001, 70_000] as [Int64])
  func cyclicWritesHitEachPageOnceARound(writes: Int64) {
    let pattern = SequentialWrites(
      workingSet: PageCount(1000), rate: DataRate(count: writes * 4096 * 8))
    #expect(found([pattern], seed: 1) == Double(min(1000, writes)))
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func aCurveIsFollowedInHowManyPiecesItIsAskedFor(seed: UInt64) {
    let curve = CurveWrites(
      workingSet: PageCount(4000), curve: .power(pages: 1000, exponent: 0.67))
    var process = curve.processes(
      in: WriteContext(background: Inputs.ideal.background, loaded: true, phase: 0))[0]
    var random = RandomStream(seed: seed, component: "curve")
    var log = WriteLog(bits: PageBitmap(pages: 4000))
    log.segments = [0..<4000]
    for piece in 0..<50 {
      func instant(_ piece: Int) -> Instant { Instant(nanoseconds: Int64(piece) * 100_000_000) }
      process.write(
        in: WriteInterval(since: .start, from: instant(piece), to: instant(piece + 1)), to: &log,
        random: &random)
    }
    let expected = 1000 * Elementary.power(5, 0.67)
    #expect(abs(Double(log.bits.count(in: 0..<4000)) - expected) < 4 * 37)
  }

  /// The oracle is a set of page numbers, handled one by one.
  @Test(arguments: UInt64(0)..<20)
  func wordsAndSinglePagesAgree(seed: UInt64) {
    var random = RandomStream(seed: seed, component: "bitmap")
    var bitmap = PageBitmap(pages: 1000)
    var set: Set<Int> = []
    for _ in 0..<30 {
      let ends = [Int(random.below(1001)), Int(random.below(1001))].sorted()
      let stretch = ends[0]..<ends[1]
      #expect(bitmap.count(in: stretch) == set.count { stretch.contains($0) })
      #expect(bitmap.first(in: stretch) == set.filter { stretch.contains($0) }.min())
      if stretch.count < 200 {
        bitmap.set(stretch)
        set.formUnion(stretch)
      }
      let page = Int(random.below(1000))
      #expect(bitmap[page] == set.contains(page))
      bitmap.set(page)
      set.insert(page)
    }
    let all = PageBitmap(pages: 1000, isSet: true)
    #expect(all.count(in: 0..<1000) == 1000)
    #expect(all.words.reduce(0) { $0 + $1.nonzeroBitCount } == 1000)
  }

  /// However the scan is cut up, it visits each page to send once, in address order, and zero
  /// pages are told apart.
  @Test(arguments: [1, 7, 64, 65, 4096, 100_000] as [Int64], [DirtyTracking.byChunk, .atOnce])
  func aPassSendsEachPageOnce(step: Int64, tracking: DirtyTracking) {
    let load = UniformWrites(workingSet: PageCount(900), rate: DataRate(count: 4096 * 8 * 5000))
    var memory = memory(
      ByteCount(16 << 20), touched: ByteCount(6 << 20), [load], tracking)
    memory.startLogging(at: .start)
    var sent = SentPages()
    var now = Instant.start
    while memory.pending > 0 {
      let run = memory.run
      let zeroAhead = memory.zeroAhead
      let some = memory.send(step, at: now)
      // What a look ahead promised comes, in its order.
      let promised = min(some.count, run.pages)
      #expect(run.areZero ? some.zero >= promised : some.normal >= promised)
      #expect(some.zero >= min(some.count, zeroAhead))
      sent += some
      now = now + .milliseconds(1)
    }
    #expect(sent == SentPages(normal: 1536, zero: 4096 + 96 - 1536))
    #expect(memory.pendingZero == 0)
    let found = memory.synchronise(at: now)
    #expect(found == memory.pending)
    #expect(found <= 900)
    #expect(memory.run == PageRun(pages: found, areZero: false))
  }

  /// A gibibyte that nobody writes to, then one that is written in page order while the first is
  /// sent. KVM has not cleared that part of its log yet, so it sends the newest once and finds
  /// nothing; TCG's log has them all.
  @Test(arguments: [(DirtyTracking.byChunk, 0.0), (.atOnce, 10_000)])
  func whatIsWrittenBeforeItsChunkIsSentIsAbsorbed(tracking: DirtyTracking, expected: Double) {
    let quiet = UniformWrites(workingSet: PageCount(1 << 18), rate: .zero)
    let busy = SequentialWrites(
      workingSet: PageCount(100_000), rate: DataRate(count: 1000 * 4096 * 8))
    var memory = memory(ByteCount(2 << 30), [quiet, busy], tracking)
    memory.startLogging(at: .start)
    _ = memory.send(1 << 18, at: .start, secondsPerPage: 10 / Double(1 << 18))
    let now = Instant(nanoseconds: 10_000_000_000)
    _ = memory.send(memory.pending, at: now)
    #expect(abs(Double(memory.synchronise(at: now)) - expected) <= 1)
    // From the clearing on, writes count under both.
    _ = memory.send(memory.pending, at: now)
    #expect(abs(Double(memory.synchronise(at: now + .seconds(3))) - 3000) <= 1)
  }

  /// The same within one call: the second chunk is cleared when its first page goes.
  @Test func aChunkIsClearedWhenItsFirstPageGoes() {
    let quiet = UniformWrites(workingSet: PageCount(1 << 18), rate: .zero)
    let busy = SequentialWrites(
      workingSet: PageCount(100_000), rate: DataRate(count: 1000 * 4096 * 8))
    var memory = memory(ByteCount(2 << 30), [quiet, busy], .byChunk)
    memory.startLogging(at: .start)
    let pages = Double(memory.pending)
    _ = memory.send(memory.pending, at: .start, secondsPerPage: 20 / pages)
    let found = Double(memory.synchronise(at: Instant(nanoseconds: 20_000_000_000)))
    #expect(abs(found - 1000 * 20 * (1 - Double(1 << 18) / pages)) <= 1)
  }

  /// What a synchronisation did not see is not lost when its chunk is cleared.
  @Test func pagesWrittenFirstAfterASynchronisationAreKept() {
    let load = SequentialWrites(
      workingSet: PageCount(2000), rate: DataRate(count: 100 * 4096 * 8))
    var memory = memory(ByteCount(32 << 20), [load], .byChunk)
    memory.startLogging(at: .start)
    _ = memory.send(memory.pending, at: .start)
    #expect(memory.synchronise(at: Self.second) == 100)
    // Two seconds later the chunk is cleared; 200 pages were written that were not seen.
    let later = Self.second + .seconds(2)
    _ = memory.send(memory.pending, at: later)
    #expect(memory.synchronise(at: later) == 200)
  }

  /// Measured under QEMU 7.2: of 64 pages none is found a second time; of 1,024, which overflow the
  /// soft TLB, 1,020 to 1,024 each time.
  @Test(arguments: [(64, 64, 0), (256, 256, 0), (1024, 1024, 1024)] as [(Int64, Int64, Int64)])
  func theSoftTLBHidesASmallSet(pages: Int64, first: Int64, later: Int64) {
    let load = SequentialWrites(
      workingSet: PageCount(pages), rate: DataRate(count: pages * 20 * 4096 * 8))
    var memory = memory(ByteCount(32 << 20), [load], .onEviction)
    memory.startLogging(at: .start)
    _ = memory.send(memory.pending, at: .start)
    var now = Self.second
    #expect(memory.synchronise(at: now) == first)
    for _ in 0..<3 {
      _ = memory.send(memory.pending, at: now)
      now = now + .seconds(1)
      #expect(memory.synchronise(at: now) == later)
    }
  }

  /// Two small sets that share entries of the TLB drive each other out, as they take turns.
  @Test func processesThatTakeTurnsEvictEachOther() {
    func load(_ pages: Int64) -> SequentialWrites {
      SequentialWrites(workingSet: PageCount(pages), rate: DataRate(count: pages * 50 * 4096 * 8))
    }
    var memory = memory(ByteCount(32 << 20), [load(256), load(64)], .onEviction)
    memory.startLogging(at: .start)
    _ = memory.send(memory.pending, at: .start)
    #expect(memory.synchronise(at: Self.second) == 320)
    _ = memory.send(memory.pending, at: Self.second)
    #expect(memory.synchronise(at: Self.second + .seconds(1)) == 128)
  }
}
