import EventKernel
import MigrationModel
import Quantities
import Testing

/// What holds for any scenario, tried on a thousand.
@Suite struct RandomScenarios {
  static let seeds = Array(UInt64(0)..<1000)

  @Test(arguments: seeds)
  func everyByteIsAPageAHeaderASectionOrAName(seed: UInt64) {
    let input = Inputs.random(seed: seed)
    let report = predict(input).typical
    let bytes = report.bytes
    #expect(
      bytes.total
        == 4104 * bytes.normalPages + 9 * bytes.zeroPages + 18 * bytes.sections + bytes.names
        + bytes.setup + bytes.deviceState)
    let sent = report.rounds.reduce(0) { $0 + $1.sent.normal + $1.sent.zero }
    if report.outcome == .completed {
      #expect(sent == bytes.normalPages + bytes.zeroPages)
      // What was dirtied and what was there at first is what went, in whole pages.
      let dirtied = report.rounds.reduce(0) { $0 + $1.pagesDirtied }
      #expect(sent == input.guest.pages.count + dirtied)
      #expect(bytes.zeroPages <= input.guest.pages.count)
    }
  }

  @Test(arguments: seeds)
  func theSameInputGivesTheSameRun(seed: UInt64) {
    let input = Inputs.random(seed: seed)
    let one = predict(input, keepsTrace: true)
    let other = predict(input, keepsTrace: true)
    #expect(one.digest == other.digest)
    #expect(Trace.firstDifference(one.typical.trace, other.typical.trace) == nil)
  }

  @Test(arguments: seeds)
  func thePartsOfAPauseSumToIt(seed: UInt64) {
    let report = predict(Inputs.random(seed: seed)).typical
    guard let pause = report.pause else { return }
    #expect(pause.parts.reduce(Span.zero) { $0 + $1.span } == pause.total)
    #expect(pause.parts.allSatisfy { $0.span >= .zero })
    if let time = report.timeElapsed { #expect(pause.total <= time) }
  }

  @Test(arguments: seeds)
  func moreBandwidthIsSlowerByNoMoreThanAWindowAndARound(seed: UInt64) {
    let input = Inputs.random(seed: seed)
    var faster = input
    faster.path.bandwidth = DataRate(count: input.path.bandwidth.count * 6 / 5)
    let slow = predict(input).typical
    let fast = predict(faster).typical
    guard slow.outcome == .completed else { return }
    #expect(fast.outcome == .completed)
    guard let before = slow.timeElapsed, let after = fast.timeElapsed else { return }
    let round = fast.rounds.dropFirst().map(\.duration).max() ?? .zero
    #expect(after <= before + .milliseconds(100) + round, "\(before) before, \(after) after")
  }

  @Test(arguments: seeds)
  func aLongerLimitHasNoMoreRoundsButOne(seed: UInt64) {
    let input = Inputs.random(seed: seed)
    var patient = input
    patient.settings.downtimeLimit = input.settings.downtimeLimit * 2
    let short = predict(input).typical
    let long = predict(patient).typical
    guard short.outcome == .completed else { return }
    #expect(long.outcome == .completed)
    #expect(long.iterations <= short.iterations + 1)
  }
}
