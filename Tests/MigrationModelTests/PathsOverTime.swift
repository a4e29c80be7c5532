import MigrationModel
import Quantities
import Testing

/// Paths that change, fail and are shared, by themselves: what a bulk transfer gets of them.
@Suite struct PathsOverTime {
  private let megabyte = 1e6 / 8
  private func transfer(_ path: Path) -> BulkTransfer {
    BulkTransfer(path: path, hosts: Inputs.ideal)
  }

  private func payload(_ path: Path, from start: Double, to end: Double) -> Double {
    let transfer = transfer(path)
    return transfer.payload(within: Span(rounding: end))
      - transfer.payload(within: Span(rounding: start))
  }

  /// n round trips after the first, 10 · (2ⁿ − 1) segments are acknowledged.
  @Test(arguments: 1...6)
  func slowStartDoubles(trips: Int) {
    let path = Inputs.path(1000, rtt: .milliseconds(100))
    let bytes = transfer(path).payload(within: .milliseconds(100 * Int64(trips + 1)))
    #expect(abs(bytes - 10 * Double((1 << trips) - 1) * 1448) < 1)
  }

  @Test func aChangeOfBandwidthCountsFromThenOn() {
    var path = Inputs.path(37, rtt: .milliseconds(37))
    path.changes = [
      PathChange(at: .seconds(60), bandwidth: .bitsPerSecond(74_000_000)),
      PathChange(at: .seconds(90), bandwidth: .bitsPerSecond(10_000_000)),
    ]
    let share = 1448.0 / 1514
    #expect(abs(payload(path, from: 10, to: 60) / (50 * 37 * megabyte * share) - 1) < 1e-9)
    #expect(abs(payload(path, from: 60, to: 90) / (30 * 74 * megabyte * share) - 1) < 1e-9)
    #expect(abs(payload(path, from: 90, to: 100) / (10 * 10 * megabyte * share) - 1) < 1e-9)
  }

  @Test func aLongerRoundTripCountsWhereAWindowBinds() {
    var path = Inputs.path(938, rtt: .milliseconds(10))
    path.changes = [PathChange(at: .seconds(20), roundTrip: .milliseconds(200))]
    var constant = Inputs.path(938, rtt: .milliseconds(200))
    constant.changes = []
    let later = payload(path, from: 20, to: 30)
    #expect(abs(later / (10 * transfer(constant).steadyRate) - 1) < 1e-9)
    #expect(later < 0.2 * payload(path, from: 10, to: 20))
  }

  @Test func lossCountsWhileItLasts() {
    var path = Inputs.path(100, rtt: .milliseconds(37))
    path.changes = [
      PathChange(at: .seconds(20), loss: .percent(1)), PathChange(at: .seconds(30), loss: .zero),
    ]
    let before = payload(path, from: 10, to: 20)
    #expect(payload(path, from: 20, to: 30) < 0.2 * before)
    #expect(abs(payload(path, from: 30, to: 40) / before - 1) < 1e-9)
  }

  @Test func crossTrafficTakesItsShareWhileItLasts() {
    var path = Inputs.path(100, rtt: .milliseconds(10))
    path.crossTraffic = [
      CrossTraffic(rate: .bitsPerSecond(30_000_000), from: .seconds(10), to: .seconds(20)),
      CrossTraffic(rate: .bitsPerSecond(20_000_000), from: .seconds(15)),
    ]
    let full = ClosedForms.goodput
    #expect(abs(payload(path, from: 5, to: 10) / (5 * full) - 1) < 1e-9)
    #expect(abs(payload(path, from: 10, to: 15) / (5 * 0.7 * full) - 1) < 1e-9)
    #expect(abs(payload(path, from: 15, to: 20) / (5 * 0.5 * full) - 1) < 1e-9)
    #expect(abs(payload(path, from: 20, to: 30) / (10 * 0.8 * full) - 1) < 1e-9)
  }

  @Test func othersLeaveOnePerCentHoweverMuchTheySend() {
    var path = Inputs.path(100, rtt: .milliseconds(10))
    path.crossTraffic = [CrossTraffic(rate: .bitsPerSecond(500_000_000))]
    #expect(abs(transfer(path).steadyRate / ClosedForms.goodput - 0.01) < 1e-9)
  }

  /// Of several that limit the rate, the strictest counts.
  @Test func theStrictestCounts() {
    var path = Inputs.path(100, rtt: .milliseconds(10))
    path.crossTraffic = [CrossTraffic(rate: .bitsPerSecond(30_000_000))]
    path.changes = [
      PathChange(at: .seconds(10), isDown: true), PathChange(at: .seconds(20), isDown: false),
    ]
    #expect(payload(path, from: 10, to: 20) == 0)
    #expect(abs(payload(path, from: 40, to: 50) / (7 * ClosedForms.goodput) - 1) < 1e-9)
  }

  /// The stall lasts longer than the outage, and at most as long again and a timeout.
  @Test(arguments: [10, 300, 1000, 3000, 20_000], [1, 37, 100])
  func anOutageStallsTCPForLonger(milliseconds: Int64, rtt: Int64) {
    var path = Inputs.path(100, rtt: .milliseconds(rtt))
    let outage = Span.milliseconds(milliseconds)
    path.changes = [
      PathChange(at: .seconds(20), isDown: true),
      PathChange(at: .seconds(20) + outage, isDown: false),
    ]
    let missing = 80 * ClosedForms.goodput - payload(path, from: 20, to: 100)
    let stall = missing / ClosedForms.goodput
    let timeout = Double(rtt) / 1000 + 0.2
    // Slow start from one segment costs some round trips more.
    #expect(stall > outage.seconds)
    #expect(stall < 2 * outage.seconds + timeout + 12 * Double(rtt) / 1000, "\(stall) s")
    if milliseconds == 3000 { #expect(stall < 6) }
  }

  /// 237 ms, 474 ms, 948 ms, …: the retransmission at 3.555 s is the first after 3 s.
  @Test func tcpGoesOnAtItsNextRetransmission() {
    var path = Inputs.path(100, rtt: .milliseconds(37))
    path.changes = [
      PathChange(at: .seconds(20), isDown: true), PathChange(at: .seconds(23), isDown: false),
    ]
    #expect(payload(path, from: 20, to: 23.555 + 0.0369) == 0)
    #expect(abs(payload(path, from: 20, to: 23.555 + 0.074) - 1448) < 1)
  }

  /// An outage within the stall of another makes one stall of both.
  @Test func outagesOneAfterTheOtherAreOneStall() {
    var path = Inputs.path(100, rtt: .milliseconds(37))
    path.changes = [
      PathChange(at: .seconds(20), isDown: true), PathChange(at: .seconds(23), isDown: false),
      PathChange(at: .milliseconds(23_400), isDown: true),
      PathChange(at: .seconds(24), isDown: false),
    ]
    // The retransmission at 3.555 s is lost too; the next one is due at 7.347 s.
    #expect(payload(path, from: 20, to: 27.347 + 0.0369) == 0)
    #expect(payload(path, from: 20, to: 27.347 + 0.0371) > 0)
  }
}
