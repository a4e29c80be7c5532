#if Libvirt
  import Foundation
  import MigrationModel
  import Quantities
  import Records
  import Scenarios
  import Testing

  @testable import LibvirtRunner

  extension RealLabs {
    /// Captures of somebody's own domain between hosts that are given by their URIs: a lab's, here.
    @Suite(.enabled(if: Host.has("virsh"), "needs virsh"))
    struct GivenHostCaptures {
      /// Nothing that libvirt refuses in a name, and all that a shell would take for its own.
      static let name = #"it's "a"; $(touch x) `touch y` & <b> | \ %n"#

      /// Persistent, as most people's are: its definition stays where it was defined.
      static let xml = """
        <domain type='qemu'>
          <name>it's "a"; $(touch x) `touch y` &amp; &lt;b&gt; | \\ %n</name>
          <memory unit='MiB'>64</memory>
          <os><type machine='q35'>hvm</type></os>
          <cpu mode='custom' match='exact' check='none'><model>qemu64</model></cpu>
          <devices>
            <controller type='usb' model='none'/>
            <memballoon model='none'/>
          </devices>
        </domain>
        """

      @Test(.timeLimit(.minutes(3)))
      func aDomainGoesAndComesBackForTheNextCycle() async throws {
        try await Self.withDomain { lab in
          let plan = try Self.plan(lab, migrateTo: lab.destination.migrationURI, cycles: 2)
          let session = try CaptureSession.make(for: plan, waits: CaptureFixture.waits)
          try await session.prepare()
          for planned in plan.migrations {
            let record = await session.capture(planned) { _ in }
            #expect(record.outcome == "completed", "\(record.reason ?? "")")
            #expect((record.pause ?? 0) > 0)
            #expect(record.facts?["domain"] == .string(Self.name))
            #expect(record.facts?["guest_after"] == .string("running on destination"))
            #expect(try await Self.states(lab) == [.running])
          }
          await session.close()
          #expect(try await Self.states(lab) == [.running])
        }
      }

      @Test(.timeLimit(.minutes(3)))
      func aStreamThatReachesNobodyLeavesTheDomainWhereItWas() async throws {
        try await Self.withDomain { lab in
          // Nobody has this address.
          let plan = try Self.plan(lab, migrateTo: "tcp://198.51.100.77", cycles: 1)
          let session = try CaptureSession.make(for: plan, waits: CaptureFixture.waits)
          let record = try await CaptureFixture.capture(plan, with: session)
          #expect(record.outcome == "failed")
          #expect(record.reason?.contains("198.51.100.77") == true, "\(record.reason ?? "")")
          #expect(record.facts?["guest_after"] == .string("running on source"))
          #expect(try await Self.states(lab) == [.running])
        }
      }

      @Test(.timeLimit(.minutes(3)))
      func aSessionThatIsInterruptedLeavesTheDomainRunning() async throws {
        try await Self.withDomain { lab in
          try await lab.shape(
            Path(bandwidth: .bitsPerSecond(1_000_000), roundTrip: .zero))
          let plan = try Self.plan(lab, migrateTo: lab.destination.migrationURI, cycles: 1)
          let session = try CaptureSession.make(for: plan, waits: CaptureFixture.waits)
          let planned = try #require(plan.migrations.first)
          let (phases, teller) = AsyncStream.makeStream(of: String.self)
          let task = Task { await session.capture(planned) { teller.yield($0) } }
          for await phase in phases where phase == "migrating" { break }
          try await Task.sleep(for: .seconds(1))
          task.cancel()
          #expect(await task.value.outcome == "failed")
          await session.close()
          #expect(try await Self.states(lab) == [.running])
        }
      }

      static func plan(_ lab: Lab, migrateTo uri: String, cycles: Int) throws -> CapturePlan {
        try CampaignFixture.plan(
          """
          hosts:
            source: \(quoted(lab.source.localURI))
            destination: \(quoted(lab.destination.localURI))
            migrate-uri: {source: \(quoted(lab.source.migrationURI)), destination: \(quoted(uri))}
          guest: {domain: \(quoted(name))}
          cycles: \(cycles)
          scenario:
            vm: {memory: 64 MiB}
            path: {bandwidth: 1 Gbit/s, rtt: 1 ms}

          """)
      }

      /// JSON's strings are YAML's.
      static func quoted(_ text: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(text), as: UTF8.self)
      }

      static func withDomain(_ body: (Lab) async throws -> Void) async throws {
        let folder = try TestFolder()
        let file = "\(folder.path)/domain.xml"
        try Data(xml.utf8).write(to: URL(filePath: file))
        try await RealLab.with { real in
          let lab = try await real.up()
          let virsh = ["--connect", lab.source.localURI]
          try await Command("virsh", virsh + ["define", file]).output()
          try await Command("virsh", virsh + ["start", name]).output()
          try await body(lab)
        }
      }

      /// The domain's on the source, and then on the destination, where it is known there.
      static func states(_ lab: Lab) async throws -> [Domain.State] {
        var states: [Domain.State] = []
        for host in [lab.source, lab.destination] {
          for domain in try await Connection.open(host.localURI).domains() {
            #expect(domain.name == name)
            states.append(try await domain.state().state)
          }
        }
        return states
      }
    }
  }

#endif
