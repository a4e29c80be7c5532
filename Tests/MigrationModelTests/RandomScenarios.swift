import EventKernel
import MigrationModel
import Quantities
import Testing

/// What holds for any scenario, tried on a thousand.
@Suite struct RandomScenarios {
  static let seeds = Array(UInt64(0)..<1000)

  @Test(arguments: seeds)
  func bytesPagesAndPausesAddUp(seed: UInt64) {
    let input = Inputs.random(seed: seed)
    let report = predict(input).typical
    let bytes = report.bytes
    // Every byte is a page, a header, a section or a name.
    #expect(
      bytes.total
        == 4104 * bytes.normalPages + 9 * bytes.zeroPages + 18 * bytes.sections + bytes.names
        + bytes.setup + bytes.deviceState)
    guard report.outcome == .completed, let pause = report.pause else { return }
    // What was there at first and what was dirtied is what went, in whole pages.
    let sent = report.rounds.reduce(0) { $0 + $1.sent.normal + $1.sent.zero }
    let dirtied = report.rounds.reduce(0) { $0 + $1.pagesDirtied }
    #expect(sent == bytes.normalPages + bytes.zeroPages)
    #expect(sent == input.guest.pages.count + dirtied)
    #expect(
      bytes.zeroPages == input.guest.pages.count - PageCount(holding: input.guest.touched).count)
    #expect(pause.parts.reduce(Span.zero) { $0 + $1.span } == pause.total)
    #expect(pause.parts.allSatisfy { $0.span >= .zero })
    #expect(pause.total <= report.timeElapsed ?? .zero)
    // Nothing arrives faster than the path carries it.
    let least = Double(bytes.total) / report.goodput
    #expect((report.timeElapsed ?? .zero).seconds >= least * 0.999)
  }

  @Test(arguments: seeds.prefix(200))
  func theSameInputGivesTheSameRun(seed: UInt64) {
    let input = Inputs.random(seed: seed)
    let one = predict(input, keepsTrace: true)
    let other = predict(input, keepsTrace: true)
    #expect(one.digest == other.digest)
    #expect(Trace.firstDifference(one.typical.trace, other.typical.trace) == nil)
    // A trace that is kept changes nothing.
    #expect(predict(input).digest == one.digest)
  }

  /// A run near the edge of convergence says so, and whether it ends is luck. With loads drawn up
  /// to the path's own rate and beyond, most runs that end are still clear of it.
  @Test func mostRunsAreClearOfTheEdge() {
    let runs = Self.seeds.map { predict(Inputs.random(seed: $0)).typical }
    let completed = runs.filter { $0.outcome == .completed }
    #expect(completed.count > 500)
    #expect(completed.count { $0.isNearEdge } * 5 < completed.count * 2)
  }

  /// As predicted by default, over nine offsets: a single one may be lucky.
  @Test(arguments: seeds)
  func moreBandwidthOrPatienceCostsNoMoreThanARound(seed: UInt64) {
    var input = Inputs.random(seed: seed)
    input.offsets = 9
    let plain = predict(input).typical
    guard plain.outcome == .completed, !plain.isNearEdge, let before = plain.timeElapsed
    else { return }

    var faster = input
    faster.path.bandwidth = DataRate(count: input.path.bandwidth.count * 6 / 5)
    let fast = predict(faster).typical
    #expect(fast.outcome == .completed)
    let round = fast.rounds.dropFirst().map(\.duration).max() ?? .zero
    let after = fast.timeElapsed ?? .horizon
    #expect(after <= before + .milliseconds(100) + round, "\(before) before, \(after) after")

    // With a second's worth of threshold and more, a remainder just below it goes a slice at a
    // time, with a synchronisation each, so patience beyond that can take a few rounds more.
    guard input.settings.downtimeLimit < .seconds(1) else { return }
    var patient = input
    patient.settings.downtimeLimit = input.settings.downtimeLimit * 2
    let long = predict(patient).typical
    #expect(long.outcome == .completed)
    #expect(long.iterations <= plain.iterations + 1)
  }
}
