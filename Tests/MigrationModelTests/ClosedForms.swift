import MigrationModel
import Quantities
import Testing

/// Cases that can be worked out by hand.
@Suite struct ClosedForms {
  /// 100 Mbit/s as tc counts it, MTU 1500: 1448 of 1514 bytes are payload.
  static let goodput = 100e6 / 8 * 1448 / 1514

  @Test(arguments: [(64, 64), (256, 100), (2048, 2048), (65536, 100)])
  func withoutWritesEachPageGoesOnce(memoryMebibytes: Int64, touchedMebibytes: Int64) throws {
    let guest = Inputs.guest(
      ByteCount(memoryMebibytes << 20), touched: ByteCount(touchedMebibytes << 20))
    let report = predict(Inputs.input(guest, Inputs.path(100))).typical
    #expect(report.bytes.normalPages == touchedMebibytes * 256)
    #expect(report.bytes.zeroPages == (memoryMebibytes - touchedMebibytes) * 256 + 96)
    #expect(report.iterations == 3 || report.iterations == 2)
    let time = try #require(report.timeElapsed).seconds
    let expected = Double(report.bytes.total) / Self.goodput
    let scan = Double(report.bytes.zeroPages) * 0.5e-6
    // The path idles while zero pages are scanned, and for a round trip at the start and the end.
    #expect(time >= expected)
    #expect(time <= expected + scan + 0.003, "\(time) s for \(expected) s of bytes")
  }

  /// Each round dirties ρ of what the last one sent: the whole is V/(1 − ρ), less what is left.
  @Test(arguments: [10, 30, 50, 70])
  func aConstantDirtyRateGivesGeometricRounds(loadPercent: Int64) throws {
    let set = PageCount(4 << 18)
    let rate = DataRate(count: Int64(Self.goodput * 8) * loadPercent / 100)
    let guest = Inputs.guest(
      ByteCount(5 << 30), touched: ByteCount(5 << 30),
      [SequentialWrites(workingSet: set, rate: rate)])
    let report = predict(Inputs.input(guest, Inputs.path(100))).typical
    #expect(report.outcome == .completed)
    let pagesPerSecond = rate.bytesPerSecond / 4096
    // While the pointer has not come round, each write dirties a page of its own.
    for round in report.rounds.dropLast() where round.duration.seconds * pagesPerSecond < 1e6 {
      let expected = round.duration.seconds * pagesPerSecond
      #expect(abs(Double(round.pagesDirtied) - expected) <= 2)
    }
    let ratio = Double(loadPercent) / 100 * 4104 / 4096
    // Rounds shrink by the ratio, but for the remainder that each leaves, less than a threshold.
    for (before, after) in zip(report.rounds.dropLast(2), report.rounds.dropFirst())
    where before.number > 1 {
      let threshold = Double(before.threshold) / 4096
      let sent = Double(before.sent.normal + before.sent.zero)
      let found = Double(before.pagesLeft) + sent * ratio
      #expect(abs(Double(after.sent.normal + after.pagesLeft) - found) <= threshold * 0.1 + 100)
    }
  }

  @Test(arguments: [105, 150, 400])
  func aGuestThatDirtiesFasterThanThePathNeverEnds(loadPercent: Int64) {
    let rate = DataRate(count: Int64(Self.goodput * 8) * loadPercent / 100)
    let load = SequentialWrites(workingSet: PageCount(256 << 8), rate: rate)
    let guest = Inputs.guest(ByteCount(1 << 30), [load])
    let report = predict(Inputs.input(guest, Inputs.path(100))).typical
    #expect(report.outcome.word == "not-converged")
    #expect(report.outcome.reason?.contains("dirties") == true)
    #expect(report.timeElapsed == nil)
    // By proof, not by patience.
    #expect(report.iterations < 50)
  }

  @Test func withATimeoutItIsAbortedThen() {
    let load = UniformWrites(
      workingSet: PageCount(256 << 8), rate: DataRate(count: 400_000_000))
    let input = Inputs.input(
      Inputs.guest(ByteCount(1 << 30), [load]), Inputs.path(100),
      Inputs.settings(timeout: .seconds(300)))
    let report = predict(input).typical
    #expect(report.outcome.word == "aborted")
    #expect(report.timeElapsed == .seconds(300))
    // The path stayed full until then.
    let carried = Double(report.bytes.total) / Self.goodput
    #expect((298...300.5).contains(carried), "\(carried) s of bytes")
  }

  @Test func aSmallWorkingSetConvergesHoweverFastItIsWritten() {
    let load = UniformWrites(workingSet: PageCount(500), rate: DataRate(count: 10_000_000_000))
    let guest = Inputs.guest(ByteCount(256 << 20), [load])
    let report = predict(Inputs.input(guest, Inputs.path(100))).typical
    #expect(report.outcome == .completed)
    // It fits into the threshold of 100 Mbit/s and 300 ms, so the stopped round carries it.
    #expect(report.rounds.last?.sent.normal ?? 0 >= 450)
  }

  @Test func aGuestWithinTheFirstWindowStopsStraightFromTheFirstPass() {
    let guest = Inputs.guest(ByteCount(32 << 20), touched: ByteCount(4096))
    let report = predict(Inputs.input(guest, Inputs.path(1000))).typical
    #expect(report.iterations == 2)
    #expect(report.rounds.first?.threshold == 0)
  }
}
