import Quantities
import Testing

@testable import MigrationModel

/// Disks on paths that stall, break, or have no length: what strangers tried.
@Suite struct DisksInTrouble {
  private let disk = DiskMirrors.disk(size: 2048, allocated: 400)

  private func report(
    _ work: [DiskWork] = [], rtt: Span = .milliseconds(37), copy: StorageCopy? = StorageCopy(.all),
    _ change: (inout MigrationInput) -> Void = { _ in }
  ) -> MigrationReport {
    var input = DiskMirrors.input([disk], work, rtt: rtt, copy: copy)
    change(&input)
    return predict(input).typical
  }

  @Test func whatIsNeverReadyIsSoonToldUnderBBRToo() throws {
    let never = report([DiskMirrors.writer(perSecond: 2000, of: 400)]) {
      $0.path.congestionControl = BBR()
    }
    #expect(never.outcome.word == "not-converged")
    #expect(try #require(never.outcome.reason).contains("2000 chunks of 64 KiB a second"))
  }

  @Test func aBlackHoleFailsBeforeAnythingMoves() throws {
    for suspends in [false, true] {
      let lost = report([DiskMirrors.writer(perSecond: 8)]) { input in
        input.path.overlay = Overlay([VXLAN()], innerMTU: ByteCount(1500))
        input.path.ip = .v6
        guard suspends else { return }
        input.settings.timeout = .seconds(5)
        input.settings.onTimeout = .suspend
      }
      #expect(lost.outcome.word == "failed")
      #expect(lost.storage?.copied == .zero)
    }
  }

  @Test func aFirstStepThatNeverEndsIsAFailure() {
    let lost = report(copy: nil) { input in
      input.settings.method = .twoStep
      input.path.changes = [PathChange(at: .seconds(10), isDown: true)]
    }
    #expect(lost.outcome.word == "failed")
  }

  @Test(arguments: [Int64(1), 100, 2000])
  func anOverlayHoldsWhatWasWrittenHoweverLargeTheRange(gibibytes: Int64) {
    let work = DiskMirrors.writer(perSecond: 2, of: gibibytes * 1024)
    let chunks = ChunkWrites([work]).dirtied(inPassOf: 100, throughRange: 0)
    #expect((199...200.001).contains(chunks) || gibibytes == 1 && chunks > 196)
  }

  @Test func anOutageBesideMemoryCostsLittleMoreThanItsLength() throws {
    let work = [DiskMirrors.writer(perSecond: 8, of: 400)]
    let usual = report(work)
    let ready = try #require(usual.storage?.readyAfter)
    let later = report(work) { input in
      input.path.changes = [
        PathChange(at: ready + .seconds(1), isDown: true),
        PathChange(at: ready + .seconds(2), isDown: false),
      ]
    }
    let more = try #require(later.timeElapsed) - (try #require(usual.timeElapsed))
    #expect(more < .seconds(3), "\(more)")
  }

  @Test func noRoundTripIsNoTrouble() throws {
    let sync = StorageCopy(.all, isSynchronous: true)
    for copy in [StorageCopy(.all), sync] {
      let work = [DiskMirrors.writer(perSecond: 12, block: 65_536)]
      let none = try #require(report(work, rtt: .zero, copy: copy).timeElapsed).seconds
      let short = try #require(report(work, rtt: .microseconds(1), copy: copy).timeElapsed).seconds
      #expect(abs(none / short - 1) < 0.01)
    }
  }

  @Test func synchronousWritesShareThePath() throws {
    let sync = StorageCopy(.all, isSynchronous: true)
    let busy = report(
      [DiskMirrors.writer(perSecond: 1000, block: 65_536)], rtt: .microseconds(100), copy: sync)
    let idle = report(rtt: .microseconds(100), copy: sync)
    #expect(busy.outcome == .completed)
    func memory(_ report: MigrationReport) throws -> Double {
      try (#require(report.timeElapsed) - #require(report.storage?.readyAfter)).seconds
    }
    // Half of the path each.
    let ratio = try memory(busy) / memory(idle)
    #expect((1.7...2.2).contains(ratio), "\(ratio)")
  }

  @Test func whatWasCopiedByTheTimeoutIsTold() throws {
    let aborted = report { $0.settings.timeout = .seconds(20) }
    let bytes = Double(try #require(aborted.storage).copied.count)
    #expect(aborted.outcome.word == "aborted")
    #expect((210e6...240e6).contains(bytes), "\(bytes)")
  }

  @Test func endedMirrorsCopyNoMore() throws {
    let work = [DiskMirrors.writer(perSecond: 100)]
    let usual = report(work, rtt: .microseconds(100))
    let pause = try #require(usual.pause)
    let stopped = try #require(usual.timeElapsed) - pause.total
    let slower = report(work, rtt: .microseconds(100)) { input in
      input.path.changes = [
        PathChange(at: stopped + .milliseconds(50), bandwidth: .bitsPerSecond(50_000_000))
      ]
    }
    #expect(slower.outcome == .completed)
    #expect(try #require(slower.storage).areComplete)
  }
}
