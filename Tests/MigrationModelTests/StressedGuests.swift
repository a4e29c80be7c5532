import Quantities
import Testing

@testable import MigrationModel

/// stress-ng's stressors, as phases.
@Suite struct StressedGuests {
  private func context(phase: Double = 0.5) -> WriteContext {
    WriteContext(
      background: Inputs.ideal.background, loaded: true, phase: phase, accelerator: .tcg)
  }

  /// The hosts on which its methods were timed.
  private let hosts = {
    var hosts = Inputs.ideal
    hosts.accelerator = .tcg
    return hosts
  }()

  private func report(
    _ stress: StressedMemory, timeout: Span? = nil, megabits: Int64 = 100
  ) -> MigrationReport {
    let guest = Inputs.guest(ByteCount(256 << 20), touched: ByteCount(160 << 20), [stress])
    return predict(
      Inputs.input(guest, Inputs.path(megabits), Inputs.settings(timeout: timeout), hosts: hosts)
    ).typical
  }

  /// 100 MiB: at the published clock prime-1 begins 63.4 s after stress-ng.
  private let buffer = PageCount(100 << 8)

  @Test func theWholeBufferIsDirtyAtEachSynchronisation() {
    let report = report(
      StressedMemory(buffer: buffer, runningFor: .seconds(25)), timeout: .seconds(30))
    #expect(report.outcome.word == "aborted")
    // What the first pass leaves lies in the rest of the memory.
    for round in report.rounds.dropFirst().dropLast() {
      #expect(abs(round.pagesLeft + round.pagesDirtied - buffer.count) <= 1)
    }
  }

  @Test(arguments: [Int64(0), 13, 40])
  func itEndsWhereAMethodLeavesZerosAlone(seconds: Int64) throws {
    let report = report(StressedMemory(buffer: buffer, runningFor: .seconds(seconds)))
    #expect(report.outcome == .completed)
    let time = try #require(report.timeElapsed).seconds + Double(seconds)
    #expect((63.3...64.3).contains(time), "\(time) s after stress-ng's start")
    // The buffer went as zero pages then, and nothing was left.
    #expect(report.rounds.suffix(3).reduce(0) { $0 + $1.sent.zero } > buffer.count / 2)
  }

  @Test func onAFastPathItEndsAsTheClockSaysToo() throws {
    let report = report(StressedMemory(buffer: buffer, runningFor: .zero), megabits: 938)
    let time = try #require(report.timeElapsed).seconds
    #expect((63.3...64.3).contains(time))
  }

  @Test func theScatterOfMethodsSpreadsItsEnd() throws {
    // 15 % of the first 20 s, and 40 % of prime-0's 43.
    let guest = Inputs.guest(
      ByteCount(256 << 20), touched: ByteCount(160 << 20),
      [StressedMemory(buffer: buffer, runningFor: .zero)])
    let reports = predict(
      Inputs.input(guest, Inputs.path(100), hosts: hosts, offsets: 9)
    ).reports
    let times = try reports.map { try #require($0.timeElapsed).seconds }.sorted()
    #expect(times[0] > 63.4 - 20.3 && times[0] < 63.4 - 10)
    #expect(times[8] < 63.4 + 21 && times[8] > 63.4 + 15)
  }

  @Test func aRealProcessorIsFourTimesAsFast() throws {
    let stress = StressedMemory(buffer: buffer, runningFor: .zero)
    let emulated = try #require(stress.processes(in: context()).first).settlingTime
    let context = WriteContext(background: Inputs.ideal.background, loaded: true, phase: 0.5)
    let native = try #require(stress.processes(in: context).first).settlingTime
    #expect(abs(emulated.seconds / native.seconds - 4.3) < 0.01)
  }

  @Test func whatItIsToldToEndItEnds() throws {
    let report = report(
      StressedMemory(buffer: buffer, runningFor: .seconds(10), timeout: .seconds(40)))
    let time = try #require(report.timeElapsed).seconds
    #expect((30...40).contains(time))
  }

  @Test func workersShareBufferAndProcessors() {
    func cycles(_ workers: Int, _ processors: Int) -> [Span] {
      StressedMemory(
        workers: workers, processors: processors, buffer: buffer, runningFor: .zero
      ).processes(in: context()).map(\.settlingTime)
    }
    let one = cycles(1, 1)
    #expect(one.count == 1)
    // Half of the buffer each, and half of a processor: as long.
    #expect(abs(cycles(2, 1)[0].seconds / one[0].seconds - 1) < 0.01)
    #expect(abs(cycles(2, 2)[0].seconds / one[0].seconds - 0.5) < 0.01)
    // Many act in groups, each at the pace of one worker.
    #expect(cycles(64, 64).count == 16)
    #expect(abs(cycles(64, 64)[0].seconds / one[0].seconds - 1.0 / 64) < 0.01)
    // Their clocks are not the same.
    #expect(cycles(2, 2)[0] != cycles(2, 2)[1])
  }

  @Test func aKeptBufferNeverEmptiesButForItsOwnZeros() throws {
    let kept = StressedMemory(
      buffer: buffer, runningFor: .zero, keepsBuffer: true, method: "flip")
    let process = try #require(kept.processes(in: context()).first)
    #expect(process.nextContentChange(after: .start) == nil)
    let fresh = StressedMemory(buffer: buffer, runningFor: .zero, method: "flip")
    #expect(fresh.processes(in: context()).first?.nextContentChange(after: .start) != nil)
  }

  @Test func aHangIsAQuietPhase() throws {
    // prime-0 for 42 s, then 60 s of nothing: it ends in the first hang.
    let report = report(
      StressedMemory(
        buffer: buffer, runningFor: .zero, hang: .seconds(60), method: "prime-0"))
    let time = try #require(report.timeElapsed).seconds
    #expect((43...60).contains(time), "\(time)")
  }

  @Test func processorsWriteNothingButAreALoad() {
    let stress = StressedProcessors(workers: 2, load: .percent(50))
    #expect(stress.processes(in: context()).isEmpty)
    #expect(stress.isLoad)
    #expect(stress.pacing == Pacing(.steady, needs: .one))
    #expect(StressedProcessors(workers: 1, load: .one).pacing.kind == .cpuBound)
  }
}
