#if Libvirt
  import Foundation
  import Quantities
  import Records
  import Testing

  @testable import LibvirtRunner

  extension RealLabs {
    /// Real migrations in a real lab, and what is kept of them.
    @Suite struct Captures {
      @Test(.timeLimit(.minutes(5)))
      func aMigrationIsCapturedWhole() async throws {
        try await RealLab.with { real in
          let lab = try await real.up()
          let session = CaptureFixture.session(lab)
          try await session.prepare()

          let plain = try await CaptureFixture.capture(CaptureFixture.plan(), with: session)
          try Self.expectWhole(plain)
          try await CaptureFixture.expectNothingLeft(in: lab)

          let plan = try CaptureFixture.plan(path: "overlay: vxlan", migration: "p2p: true")
          try Self.expectWhole(try await CaptureFixture.capture(plan, with: session))
          try await CaptureFixture.expectNothingLeft(in: lab)
          await session.close()
        }
      }

      @Test(.timeLimit(.minutes(3)))
      func whatAClientSeesOfThePauseIsCaptured() async throws {
        try await RealLab.with { real in
          let lab = try await real.up()
          let session = CaptureFixture.session(lab, isProbed: true)
          try await session.prepare()
          let record = try await CaptureFixture.capture(CaptureFixture.plan(), with: session)
          try Self.expectWhole(record)
          let outage = try #require(record.others["outage"]?.integer)
          let pause = try #require(record.pause)
          // A ping may come just before the pause and the next just after.
          #expect(outage >= pause - 2 * Int64(PingProbe.intervalMilliseconds))
          #expect(outage < pause + 3000)
          #expect((record.facts?["ping"]?["received"]?.integer ?? 0) > 20)
          try await CaptureFixture.expectNothingLeft(in: lab)
        }
      }

      @Test(.timeLimit(.minutes(5)))
      func aMigrationThatDoesNotConvergeIsEndedAtItsTimeout() async throws {
        try await RealLab.with { real in
          let lab = try await real.up()
          let session = CaptureFixture.session(lab)
          try await session.prepare()

          let abort = try CaptureFixture.plan(
            workload: CaptureFixture.diverging, migration: "timeout: 8 s, on-timeout: abort")
          let aborted = try await CaptureFixture.capture(abort, with: session)
          #expect(aborted.outcome == "aborted", "\(aborted.reason ?? "")")
          #expect(aborted.reason == "timeout of 8 s")
          #expect(aborted.facts?["guest_after"] == .string("running on source"))
          try await CaptureFixture.expectNothingLeft(in: lab)

          let suspend = try CaptureFixture.plan(
            workload: CaptureFixture.diverging, migration: "timeout: 8 s, on-timeout: suspend")
          let suspended = try await CaptureFixture.capture(suspend, with: session)
          #expect(suspended.outcome == "completed", "\(suspended.reason ?? "")")
          #expect(suspended.facts?["guest_after"] == .string("running on destination"))
          // Stopped by the runner, with as much left as the writer had just written.
          #expect((suspended.pause ?? 0) > 300)
          #expect((suspended.rounds?.count ?? 0) > 2)
          try await CaptureFixture.expectNothingLeft(in: lab)
        }
      }

      /// Everything that a record is to hold, consistent in itself.
      static func expectWhole(_ record: Record) throws {
        try #require(record.outcome == "completed", "\(record.reason ?? "")")
        #expect(record.reason == nil)
        let pause = try #require(record.pause)
        let downtime = try #require(record.downtime)
        #expect(pause > 0 && abs(pause - downtime) < max(60, downtime / 2), "\(pause), \(downtime)")
        let elapsed = try #require(record.timeElapsed)
        #expect((3000...20_000).contains(elapsed), "\(elapsed)")

        let rounds = try #require(record.rounds)
        let normal = try #require(record.memoryNormal)
        let constant = try #require(record.memoryConstant)
        #expect(rounds.reduce(0) { $0 + $1.pagesSent } == normal + constant)
        #expect(rounds.last?.endCause == "stopped")

        guard case .array(let samples)? = record.samples else {
          Issue.record("no samples")
          return
        }
        let times = samples.compactMap { $0["at_ns"]?.integer }
        let gaps = zip(times.dropFirst(), times).map { ($0 - $1) / 1_000_000 }.sorted()
        #expect(gaps.count > 20)
        #expect((45...150).contains(gaps[gaps.count / 2]), "\(gaps)")

        for name in [
          "qemu", "libvirt", "accelerator", "machine", "congestion-control", "goodput_bps",
          "sndbuf_backlog_bytes", "dirty_rate", "migration_parameters", "kernel", "rtt_ms", "seed",
        ] {
          #expect(record.facts?[name] != nil && record.facts?[name] != .null, "no \(name)")
        }
        #expect(record.facts?["guest_after"] == .string("running on destination"))
        #expect(record.facts?["migration_parameters"]?["downtime-limit"]?.integer == 300)
        let goodput = try #require(record.facts?["goodput_bps"]?.integer)
        // Of 120 Mbit/s: 115 are payload, and a receive buffer of 6 MiB, filled before the three
        // seconds that count, may be read in them where the reader had to wait for its turn.
        #expect((80_000_000...131_000_000).contains(goodput), "\(goodput)")

        // 90 MiB were asked for.
        let touched = try #require(record.scenario["vm"]?["touched"]?.text)
        let kibibytes = try #require(Int(touched.split(separator: " ")[0]))
        #expect((85 * 1024...95 * 1024).contains(kibibytes), "\(touched)")
      }
    }
  }

  extension JSONValue {
    var integer: Int64? {
      if case .integer(let value) = self { value } else { nil }
    }
    var text: String? {
      if case .string(let text) = self { text } else { nil }
    }
  }
#endif
