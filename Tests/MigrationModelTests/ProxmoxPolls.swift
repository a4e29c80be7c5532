import MigrationModel
import Quantities
import Testing

/// Proxmox's polls and the downtime limit that they raise.
@Suite struct ProxmoxPolls {
  private func figures(_ transferred: Int64, _ remaining: Int64) -> JobFigures {
    JobFigures(transferred: ByteCount(transferred), remaining: ByteCount(remaining))
  }

  @Test func sixSetbacksDoubleTheLimitUpToTwoThousandSeconds() throws {
    var polling = try #require(Proxmox().polling)
    var limit = Proxmox().defaultDowntimeLimit
    #expect(limit == .milliseconds(100))
    var raises: [Span] = []
    // The first poll has none before it to be compared with.
    for poll in 1...110 {
      let next = polling.poll(figures(Int64(poll) * 1000, Int64(poll) * 2000), limit: limit)
      if next != limit {
        #expect((poll - 1) % 6 == 0)
        raises.append(next)
      }
      limit = next
    }
    let doubled = (1...14).map { Span.milliseconds(100 << Int64($0)) }
    #expect(raises == doubled + [.seconds(2000)])
    #expect(!polling.mayRaise(limit))
  }

  /// The count never falls, so setbacks far apart add up.
  @Test func headwayInBetweenForgivesNothing() throws {
    var polling = try #require(Proxmox().polling)
    var limit = Span.milliseconds(100)
    var sent: Int64 = 0
    for cycle in 1...6 {
      #expect(limit == .milliseconds(100), "\(cycle)")
      for remaining in [9000, 7000, 5000, 8000] as [Int64] {
        sent += 100
        limit = polling.poll(figures(sent, remaining), limit: limit)
      }
      // From one cycle's last to the next one's first is a setback too, but for the first.
      if cycle == 3 { break }
    }
    #expect(limit == .milliseconds(100))
    for remaining in [9000, 7000, 5000] as [Int64] {
      sent += 100
      limit = polling.poll(figures(sent, remaining), limit: limit)
    }
    #expect(limit == .milliseconds(200))
  }

  @Test func nothingLeftCountsAndNothingSentDoesNot() throws {
    var polling = try #require(Proxmox().polling)
    var limit = Span.milliseconds(100)
    for _ in 1...20 { limit = polling.poll(figures(5000, 9000), limit: limit) }
    #expect(limit == .milliseconds(100))
    for poll in 1...6 { limit = polling.poll(figures(5000 + Int64(poll), 0), limit: limit) }
    #expect(limit == .milliseconds(200))
  }

  @Test func pollsComeTenTimesAsOftenOnceLessIsLeftThanAPollSends() throws {
    var polling = try #require(Proxmox().polling)
    _ = polling.poll(figures(1000, 3000), limit: .zero)
    #expect(polling.interval == .seconds(1))
    _ = polling.poll(figures(2000, 501), limit: .zero)
    #expect(polling.interval == .seconds(1))
    // 2000 bytes by the last poll, and this is the third.
    _ = polling.poll(figures(3000, 665), limit: .zero)
    #expect(polling.interval == .milliseconds(100))
    _ = polling.poll(figures(4000, 9000), limit: .zero)
    #expect(polling.interval == .milliseconds(100))
  }

  private func report(
    _ load: any WritePattern, manager: any Manager = Proxmox(), rtt: Span = .milliseconds(2),
    preparation: Span = .zero
  ) -> MigrationReport {
    var settings = Inputs.settings(limit: manager.defaultDowntimeLimit, hypervisor: QEMU72())
    settings.manager = manager
    var hosts = Inputs.ideal
    hosts.preparation = preparation
    hosts.load = .milliseconds(7)
    hosts.deviceState = ByteCount(150_000)
    return predict(
      Inputs.input(
        Inputs.guest(ByteCount(256 << 20), [load]), Inputs.path(100, rtt: rtt), settings,
        hosts: hosts)
    ).typical
  }

  /// A load that always has all of its n pages dirty stops at the first 0.1 s · 2^k that lets the
  /// path carry them: k = 7 for 26,000 pages, which take 8.9 s.
  @Test(arguments: [(26_000, 7), (13_000, 6), (3200, 4)])
  func aLoadThatNeverConvergesStopsOnceTheLimitIsLongEnough(pages: Int64, raises: Int64) {
    let load = UniformWrites(
      workingSet: PageCount(pages), rate: DataRate(count: 8_000_000_000))
    #expect(report(load, manager: Libvirt()).outcome.word == "not-converged")
    let report = report(load)
    #expect(report.outcome == .completed)
    #expect(report.downtimeLimit == .milliseconds(100 << raises))
    let seconds = Double(pages * 4104) / report.goodput
    #expect((report.pause?.pages.seconds ?? 0) > seconds * 0.9)
  }

  /// The word to resume leaves at a poll: whole tenths of a second after the stream began.
  @Test(arguments: [0, 130, 777])
  func theGuestRunsAfterThePollThatFindsTheSourceDone(preparation: Int64) throws {
    let rtt = Span.milliseconds(2)
    let report = report(
      UniformWrites(workingSet: PageCount(500), rate: DataRate(count: 8_000_000)),
      preparation: .milliseconds(preparation))
    let before = Span.milliseconds(preparation) + rtt * 2
    let told = try #require(report.timeElapsed) - before - .milliseconds(1)
    #expect(told.count % 100_000_000 == 0, "\(told)")
    let pause = try #require(report.pause)
    let downtime = try #require(report.qemuDowntime)
    #expect(pause.total > downtime)
    // Its figures are QEMU's.
    #expect(report.downtime == downtime)
    #expect(report.totalTime == report.qemuTotalTime)
    #expect(pause.parts.reduce(.zero) { $0 + $1.span } == pause.total)
  }

  @Test(arguments: UInt64(0)..<150)
  func everyWorkloadEnds(seed: UInt64) throws {
    var input = Inputs.random(seed: seed)
    input.settings.manager = Proxmox()
    input.settings.downtimeLimit = .milliseconds(100)
    let report = predict(input).typical
    #expect(report.outcome == .completed)
    let pause = try #require(report.pause)
    #expect(pause.total >= (report.qemuDowntime ?? .zero))
    // The last byte may be loaded before its acknowledgement is back, so no less than that.
    #expect(pause.parts.allSatisfy { $0.span >= .zero }, "\(pause)")
  }
}
