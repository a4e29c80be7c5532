import EventKernel
import MigrationModel
import Quantities
import Testing

/// A migration is said never to end only where that is so.
@Suite struct NeverEnding {
  private func uniform(
    _ kibibytes: Int64, rate mebibytes: Double, path: Path, limit: Span,
    memory: ByteCount = ByteCount(512 << 20), touched: ByteCount? = nil, idle: Background? = nil
  ) -> MigrationReport {
    var hosts = Inputs.ideal
    if let idle { hosts.background = idle }
    let load = UniformWrites(
      workingSet: PageCount(kibibytes / 4), rate: DataRate(count: Int64(mebibytes * 8 * 1_048_576)))
    let guest = Inputs.guest(memory, touched: touched, idle == nil ? [load] : [IdleGuest(), load])
    return predict(
      Inputs.input(guest, path, Inputs.settings(limit: limit), hosts: hosts, offsets: 1)
    ).typical
  }

  /// The send buffer takes such a set at once, so the guest has no time to dirty it all again.
  @Test(arguments: [200, 280])
  func aSetThatTheSendBufferTakesIsNoProof(kibibytes: Int64) {
    let path = Inputs.path(37, rtt: .milliseconds(37))
    let report = uniform(kibibytes, rate: 20, path: path, limit: .milliseconds(20))
    #expect(report.outcome == .completed)
  }

  /// Rounds that shrink slowly shrink all the same.
  @Test(arguments: [1100.0, 1120])
  func slowShrinkingIsNoProof(mebibytes: Double) {
    let path = Inputs.path(10_000, rtt: .milliseconds(1))
    let report = uniform(
      63 << 20, rate: mebibytes, path: path, limit: .milliseconds(50), memory: ByteCount(64 << 30))
    #expect(report.outcome == .completed)
  }

  /// A load over all touched memory leaves the guest's own writes the pages they need.
  @Test func aLoadOverAllTouchedMemoryLeavesRoomForTheSystem() {
    let idle = Background(
      pages: PageCount(600), time: .milliseconds(1500), loadPages: PageCount(50),
      loadTime: .milliseconds(20))
    let report = uniform(
      100 << 10, rate: 0.1, path: Inputs.path(100), limit: .milliseconds(300),
      touched: ByteCount(100 << 20), idle: idle)
    #expect(report.outcome == .completed)
    let dirtied = report.rounds.reduce(0) { $0 + $1.pagesDirtied }
    #expect(dirtied >= 600)
  }

  /// The reason tells both rates, and what is found and may be left.
  @Test func theReasonIsInWords() throws {
    let report = uniform(256 << 10, rate: 30, path: Inputs.path(100), limit: .milliseconds(300))
    let reason = try #require(report.outcome.reason)
    #expect(report.outcome.word == "not-converged")
    for word in ["dirties", "Mbit/s", "can be sent", "finds", "may be left"] {
      #expect(reason.contains(word), "\(reason)")
    }
  }

  /// What QEMU 10.0 lets pass under a cap is one count, whether windows are followed or skipped.
  @Test(arguments: [2, 8, 20])
  func aCappedStreamHasOneRate(mebibytes: Int64) throws {
    for hypervisor in [QEMU72(), QEMU100()] as [any Hypervisor] {
      let guest = Inputs.guest(ByteCount(512 << 20))
      let settings = Inputs.settings(
        cap: DataRate(count: mebibytes * 8 << 20), hypervisor: hypervisor)
      let report = predict(
        Inputs.input(guest, Inputs.path(938), settings), keepsTrace: true
      ).typical
      let first = try #require(report.rounds.first)
      let mean = Double(first.sent.normal * 4104) / first.duration.seconds
      let windows = report.trace.entries.filter { $0.what == "window" }.map {
        Double($0.value) / 0.3
      }
      let followed = windows.sorted()[windows.count / 2]
      #expect(abs(followed - mean) < 0.02 * mean, "\(hypervisor.name)")
    }
  }
}
