import EventKernel
import MigrationModel
import Quantities
import Testing

/// Full segments that vanish: the handshake succeeds, and the migration stalls.
@Suite struct BlackHoles {
  private func report(
    _ layer: any Encapsulation = VXLAN(), ip: IPVersion = .v6, timeout: Span? = nil,
    rtt: Span = .milliseconds(37), memory: Int64 = 512,
    control: any CongestionControl = Cubic()
  ) -> MigrationReport {
    var path = Inputs.path(100, rtt: rtt, control: control)
    path.ip = ip
    path.overlay = Overlay([layer], innerMTU: ByteCount(1500))
    let guest = Inputs.guest(ByteCount(memory << 20))
    return predict(Inputs.input(guest, path, Inputs.settings(timeout: timeout))).typical
  }

  @Test func itFailsWhenTCPGivesUp() throws {
    let report = report()
    #expect(report.outcome.word == "failed")
    let reason = try #require(report.outcome.reason)
    for word in ["stalls", "1570 bytes", "path of 1500", "send buffer", "gives the connection up"] {
      #expect(reason.contains(word), "\(reason)")
    }
    // tcp_retries2 of 15: the first timeout after 924.6 s.
    let time = try #require(report.timeElapsed).seconds
    #expect((924.6...1050).contains(time))
    #expect(report.pause == nil)
    #expect(report.goodput == 0)
    #expect(report.rounds.map(\.endCause) == [.connectionLost])
  }

  /// No more leaves QEMU than the kernel takes of it.
  @Test(arguments: [Cubic(), BBR()] as [any CongestionControl])
  func noMoreThanASendBufferIsTaken(control: any CongestionControl) {
    let report = report(control: control)
    #expect((50_000..<600_000).contains(report.bytes.total), "\(report.bytes.total)")
  }

  /// With no round trip the timeouts are 0.2 s, 0.4 s and so on: 204.6 s and six times two minutes.
  @Test func theFirstTimeoutAfterQuarterOfAnHourEndsIt() throws {
    let time = try #require(report(rtt: .zero).timeElapsed).seconds
    #expect(abs(time - 924.6) < 0.001)
  }

  @Test func aTimeoutAbortsItEarlier() throws {
    let report = report(timeout: .seconds(60))
    #expect(report.outcome.word == "aborted")
    #expect(report.timeElapsed == .seconds(60))
    #expect(try #require(report.outcome.reason).contains("stalls"))
  }

  /// A guest that fits into the send buffer is stopped, and never runs at its destination.
  @Test func whatFitsIntoTheBufferFailsToo() {
    var path = Inputs.path(100)
    path.overlay = Overlay([NVGRE()], innerMTU: ByteCount(1500))
    let guest = Inputs.guest(ByteCount(16 << 20), touched: ByteCount(4096))
    let report = predict(Inputs.input(guest, path)).typical
    #expect(report.outcome.word == "failed")
  }

  @Test(arguments: Overlay.encapsulations.map(\.name), IPVersion.allCases)
  func onlyWhatMayBeCutArrives(name: String, ip: IPVersion) throws {
    let layer = try #require(Overlay.encapsulation(named: name))
    guard layer.frame == nil else { return }
    let word = report(layer, ip: ip, memory: 64).outcome.word
    #expect(word == (OverlayTable.fate(layer, ip: ip) == .lost ? "failed" : "completed"))
  }
}
