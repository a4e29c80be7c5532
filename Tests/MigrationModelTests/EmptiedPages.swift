import Quantities
import Testing

@testable import MigrationModel

/// Pages that a workload leaves full of zeros go as zero pages when they are sent again.
@Suite struct EmptiedPages {
  private let load = UniformWrites(
    workingSet: PageCount(32_768), rate: .bitsPerSecond(40_000_000))

  private func report(_ pattern: any WritePattern) -> MigrationReport {
    let guest = Inputs.guest(ByteCount(512 << 20), [pattern])
    return predict(Inputs.input(guest, Inputs.path(100), offsets: 9)).typical
  }

  @Test(arguments: [10, 20, 50])
  func thatShareOfWhatIsSentAgainIsZero(percent: Int64) {
    let plain = report(load)
    let some = report(ZeroingWrites(load, zero: .percent(percent)))
    // Nothing of the first pass, and of all that comes after it that share.
    #expect(some.rounds[0].sent.zero == plain.rounds[0].sent.zero)
    let later = some.rounds.dropFirst()
    let zero = later.reduce(0) { $0 + $1.sent.zero }
    let all = later.reduce(0) { $0 + $1.sent.normal + $1.sent.zero }
    #expect(abs(Double(zero) / Double(all) - Double(percent) / 100) < 0.02)
    #expect(some.bytes.normalPages < plain.bytes.normalPages)
  }

  @Test func whereAllIsZeroTheRestGoesInNoTime() throws {
    let all = report(ZeroingWrites(load, zero: .one))
    // But for what the first pass left, no more than a threshold.
    #expect(all.rounds.dropFirst().reduce(0) { $0 + $1.sent.normal } < 900)
    #expect(all.rounds.dropFirst().contains { $0.sent.zero > 10_000 })
  }

  @Test func aRangeThatReachesIntoUntouchedMemoryIsSentAsItIsFirst() {
    // 64 MiB of buffer, of which a quarter is touched; the guest's own 32 MiB beside it.
    let stress = StressedMemory(
      buffer: PageCount(64 << 8), touched: PageCount(16 << 8), runningFor: .seconds(13))
    let guest = Inputs.guest(
      ByteCount(256 << 20), touched: ByteCount(48 << 20), [stress])
    let report = predict(
      Inputs.input(guest, Inputs.path(100), Inputs.settings(timeout: .seconds(20)))
    ).typical
    // But for what the first pass leaves, no more than a threshold.
    #expect(((48 << 8) - 900...48 << 8).contains(report.rounds[0].sent.normal))
    #expect(report.rounds[0].pagesDirtied > 60 << 8)
  }
}
