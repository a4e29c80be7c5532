#if Libvirt
  import Foundation
  import Glibc
  import Records
  import Testing

  @testable import LibvirtRunner

  extension RealLabs {
    /// What becomes of a capture when something breaks in the midst of a migration.
    @Suite struct CaptureFaults {
      struct Fault: Sendable {
        let name: String
        let act: @Sendable (Lab) async throws -> Void
        /// What the record's reason must say one of: whoever sees the fault first tells it.
        let reasons: [String]
        /// Where the guest may be then.
        let places: [String]
      }

      static let faults = [
        Fault(
          name: "cut link", act: { try await $0.cutLink() },
          reasons: ["no byte moved for 5.0 seconds", "the connection to the destination was lost"],
          places: ["running on source", "running on source and not running on destination"]),
        Fault(
          name: "destination's libvirtd",
          act: { try kill("libvirtd", on: .destination, of: $0) },
          reasons: ["libvirt could not migrate"],
          places: ["running on source", "running on source and not running on destination"]),
        Fault(
          name: "destination's QEMU",
          act: { try kill("qemu-system-x86", on: .destination, of: $0) },
          reasons: ["libvirt could not migrate"], places: ["running on source"]),
        Fault(
          name: "source's QEMU", act: { try kill("qemu-system-x86", on: .source, of: $0) },
          reasons: ["libvirt could not migrate"],
          places: ["on neither host", "not running on destination"]),
      ]

      /// All in one lab: each run begins with what the fault before it has left.
      @Test(.timeLimit(.minutes(8)))
      func whatBreaksIsToldAndTheNextRunGoesOn() async throws {
        try await RealLab.with { real in
          let lab = try await real.up()
          let session = CaptureFixture.session(lab)
          try await session.prepare()
          let plan = try CaptureFixture.plan(workload: CaptureFixture.diverging)
          for fault in Self.faults {
            let record = try await CaptureFixture.capture(plan, with: session) {
              try await fault.act(lab)
            }
            let (told, after) = (record.reason ?? "", record.facts?["guest_after"]?.text ?? "")
            print("\(fault.name): \(told); \(after)")
            #expect(record.outcome == "failed")
            #expect(fault.reasons.contains { told.contains($0) }, "\(fault.name): \(told)")
            #expect(fault.places.contains(after), "\(fault.name): \(after)")
            try await CaptureFixture.expectNothingLeft(in: lab)
          }
          let last = try await CaptureFixture.capture(CaptureFixture.plan(), with: session)
          #expect(last.outcome == "completed", "\(last.reason ?? "")")
          try await CaptureFixture.expectNothingLeft(in: lab)
        }
      }

      /// Kills a program that runs in one host's network namespace.
      private static func kill(_ program: String, on place: LabPlace, of lab: Lab) throws {
        var host = stat()
        try #require(stat(lab.namespaces.path(of: place), &host) == 0)
        let entries = try FileManager.default.contentsOfDirectory(atPath: "/proc")
        let found = entries.compactMap { Int32($0) }.filter { pid in
          var its = stat()
          return RealLab.program(of: pid) == program && stat("/proc/\(pid)/ns/net", &its) == 0
            && its.st_ino == host.st_ino
        }
        #expect(found.count == 1)
        for pid in found { #expect(Glibc.kill(pid, SIGKILL) == 0) }
      }
    }
  }

#endif
