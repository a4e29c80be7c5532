import MigrationModel
import Quantities
import Testing

/// What random loss leaves of each congestion control, against the closed forms.
@Suite struct ResponseFunctions {
  /// A path so wide that only loss bounds the rate.
  private func segments(
    _ control: any CongestionControl, loss partsPerBillion: Int64, rtt: Span, megabits: Int64 = 9000
  ) -> Double {
    var path = Inputs.path(megabits, rtt: rtt, control: control)
    path.loss = Share(count: partsPerBillion)
    var hosts = Inputs.ideal
    hosts.sendBufferMax = ByteCount(1 << 40)
    hosts.receiveBufferMax = ByteCount(1 << 40)
    return BulkTransfer(path: path, hosts: hosts).steadyRate * rtt.seconds / 1448
  }

  /// Mathis, Semke, Mahdavi, Ott: W = 1.2247/√p, whatever the round trip; timeouts are below 1 %.
  @Test(arguments: [1e-6, 1e-5, 1e-4, 3e-4], [10, 37, 100])
  func renoFollowsMathis(loss: Double, milliseconds: Int64) {
    let window = segments(Reno(), loss: Int64(loss * 1e9), rtt: .milliseconds(milliseconds))
    let closed = 1.2247 / loss.squareRoot()
    #expect(abs(window / closed - 1) < 0.02, "\(window) of \(closed)")
  }

  /// RFC 9438, section 5: W = 1.0538 (RTT/p)^¾, or Reno's where that is more.
  @Test(arguments: [
    (1e-4, 100, 187.4), (1e-5, 100, 1053.8), (1e-5, 37, 500.0), (1e-4, 10, 122.5),
    (1e-6, 200, 9966.0), (1e-3, 200, 56.0),
  ])
  func cubicFollowsItsOwn(loss: Double, milliseconds: Int64, closed: Double) {
    let window = segments(Cubic(), loss: Int64(loss * 1e9), rtt: .milliseconds(milliseconds))
    #expect(abs(window / closed - 1) < 0.02, "\(window) of \(closed)")
  }

  /// Padhye, Firoiu, Towsley, Kurose, equation 30 with b = 1 and T0 = RTT + 200 ms; of the losses a
  /// share p ends in a timeout, those whose retransmission is lost as well.
  @Test(arguments: [0.01, 0.03, 0.1, 0.3])
  func timeoutsLastAsPadhyesDo(loss: Double) {
    let window = segments(Reno(), loss: Int64(loss * 1e9), rtt: .milliseconds(100))
    let timeouts = 0.3 * loss * loss * (1 + 32 * loss * loss)
    let closed = 0.1 / (0.1 * (2 * loss / 3).squareRoot() + timeouts)
    #expect(abs(window / closed - 1) < 0.001, "\(window) of \(closed)")
    let ownQ = min(1, 3 * (3 * loss / 8).squareRoot())
    let padhye = 0.1 / (0.1 * (2 * loss / 3).squareRoot() + timeouts / loss * ownQ)
    #expect(window > padhye)
    #expect(window < 1.2247 / loss.squareRoot())
  }

  @Test func lossBoundsNoPathThatItDoesNotReach() {
    // 37 Mbit/s over 37 ms are 113 segments; a loss of 10⁻⁵ leaves CUBIC 500.
    let window = segments(Cubic(), loss: 10_000, rtt: .milliseconds(37), megabits: 37)
    #expect(abs(window - 113) < 1)
  }

  @Test(arguments: [(1, 0.99), (10, 0.9), (19, 0.81)])
  func bbrLosesOnlyWhatIsLost(percent: Int64, share: Double) {
    let full = segments(BBR(), loss: 0, rtt: .milliseconds(37), megabits: 100)
    let window = segments(BBR(), loss: percent * 10_000_000, rtt: .milliseconds(37), megabits: 100)
    #expect(abs(window / full - share) < 1e-9)
  }

  @Test func bbrGivesUpWhereItsProbingIsLostToo() {
    let window = segments(BBR(), loss: 200_000_001, rtt: .milliseconds(37), megabits: 100)
    #expect(window < 4)
  }

  /// Without a queue Reno uses three quarters of a path, with one of a round trip all of it.
  @Test func renoNeedsAQueueOfARoundTrip() {
    func share(_ queue: Span) -> Double {
      var path = Inputs.path(
        100, rtt: .milliseconds(40), control: Reno(), bottleneck: .router)
      path.queue = queue
      return BulkTransfer(path: path, hosts: Inputs.ideal).steadyRate / ClosedForms.goodput
    }
    #expect(abs(share(.nanoseconds(1)) - 0.75) < 1e-3)
    #expect(share(.milliseconds(40)) == 1)
    #expect((0.85..<1).contains(share(.milliseconds(20))))
  }

  /// What is lost in a migration's time, and which control minds.
  @Test func aLossyPathIsSlowForCubicAndNotForBBR() throws {
    func time(_ control: any CongestionControl, _ loss: Share) throws -> Double {
      var path = Inputs.path(100, rtt: .milliseconds(37), control: control)
      path.loss = loss
      let input = Inputs.input(Inputs.guest(ByteCount(256 << 20)), path)
      let report = predict(input).typical
      #expect(report.bytes.normalPages == 65_536)
      return try #require(report.timeElapsed).seconds
    }
    let loss = Share.percent(1)
    #expect(try time(Cubic(), loss) > 5 * time(Cubic(), .zero))
    // In its Reno-friendly region CUBIC is as fast.
    #expect(try time(Reno(), loss) == time(Cubic(), loss))
    #expect(try time(BBR(), loss) < 1.02 * time(BBR(), .zero))
  }
}
