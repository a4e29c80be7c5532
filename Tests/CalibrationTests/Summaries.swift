import MigrationModel
import Quantities
import Testing

@testable import Calibration

@Suite struct Summaries {
  @Test func quantilesAreLinearBetweenOrderStatistics() throws {
    let summary = try #require(ErrorSummary(errorsPercent: [-4, 1, 2, 3, -10]))
    #expect(summary.median == 3)
    #expect(abs(summary.p90 - 7.6) < 1e-12)
    #expect(abs(summary.bias + 1.6) < 1e-12)
    #expect(summary.runs == 5)
    #expect(ErrorSummary(errorsPercent: []) == nil)
  }

  @Test(arguments: [(8, 9, true), (8, 10, false), (37, 34, true), (37, 33, false), (72, 65, true)])
  func iterationsAreRightWithinOneOrTenPerCent(measured: Int64, predicted: Int64, isRight: Bool) {
    let row = Comparison.Row(
      run: "x", quantity: "memory_iteration", measured: measured, predicted: predicted)
    #expect(Comparison.iterationIsRight(row) == isRight)
  }

  private func input(rate: DataRate) -> MigrationInput {
    let hosts = HostConstants(
      normalPageScan: .zero, zeroPageScan: .zero, preparation: .zero, stop: .zero, load: .zero,
      resume: .zero, deviceState: .zero, segmentCost: ByteCount(2304),
      sendBufferMax: ByteCount(4 << 20), receiveBufferMax: ByteCount(6 << 20),
      receiveWindowShare: .percent(50), rateLimitSlack: .zero, turnaround: .zero, wakeUp: .zero,
      background: Background(
        pages: PageCount(0), time: .zero, loadPages: PageCount(0), loadTime: .zero))
    return MigrationInput(
      guest: Guest(
        memory: ByteCount(1000 << 20), touched: ByteCount(500 << 20),
        workload: [UniformWrites(workingSet: PageCount(256 * 500), rate: rate)]),
      path: Path(bandwidth: DataRate(count: 800 << 20), roundTrip: .zero),
      settings: MigrationSettings(hypervisor: QEMU100(), manager: Libvirt()), hosts: hosts)
  }

  /// 1000 MiB at 100 MiB/s; 500 MiB; and 5 s, of which each round leaves a half.
  @Test func baselinesAreWhatTheyClaim() {
    let input = input(rate: DataRate(count: 400 << 20))
    #expect(Baseline.memoryOverBandwidth.estimate(input).timeElapsed == 10_000)
    #expect(Baseline.touchedOverBandwidth.estimate(input).timeElapsed == 5_000)
    let rounds = Baseline.geometricRounds.estimate(input)
    // 5 + 2.5 + 1.25 + 0.625 + 0.3125 s live, then 0.15625 s stopped.
    #expect(rounds.timeElapsed == 9_843)
    #expect(rounds.downtime == 156)
    #expect(
      Baseline.geometricRounds.estimate(self.input(rate: DataRate(count: 900 << 20))).timeElapsed
        == nil)
  }
}
