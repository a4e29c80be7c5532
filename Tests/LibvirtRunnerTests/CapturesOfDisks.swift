#if Libvirt
  import Foundation
  import Quantities
  import Records
  import Testing

  @testable import LibvirtRunner

  extension RealLabs {
    /// A real migration that moves the disk too, while the guest writes to it.
    @Suite struct CapturesOfDisks {
      @Test(
        .enabled(if: Host.has("qemu-img", "qemu-io"), "needs qemu-utils"), .timeLimit(.minutes(4)))
      func aDiskIsMovedBeforeMemoryAndOverTheLink() async throws {
        try await RealLab.with { real in
          let lab = try await real.up()
          let session = CaptureFixture.session(lab)
          try await session.prepare()
          let plan = try CaptureFixture.plan(
            workload: "{pattern: disk-write, disk: vda, working-set: 16 MiB, rate: 32 KiB/s}",
            migration: "copy-storage-all: true, timeout: 45 s, on-timeout: abort",
            disks: "{name: vda, size: 64 MiB, allocated: 32 MiB}")
          let record = try await CaptureFixture.capture(plan, with: session)
          try #require(record.outcome == "completed", "\(record.reason ?? "")")
          #expect(record.facts?["guest_after"] == .string("running on destination"))

          let instants = try #require(record.facts?["instants_ns"])
          let ready = try #require(instants["disks_ready"]?.integer)
          let firstPass = try #require(instants["first_pass"]?.integer)
          let stopped = try #require(instants["stopped"]?.integer)
          let ended = try #require(instants["disks_ended"]?.integer)
          let resumed = try #require(instants["resumed"]?.integer)
          #expect(ready < firstPass && firstPass < stopped && stopped < ended && ended < resumed)
          // 32 MiB over 120 Mbit/s.
          #expect(ready > 2_200_000_000, "\(ready)")

          // All of it crossed the link, and each byte of the disk's data at least once.
          let sent = try #require(record.facts?["link_bytes"]?.integer)
          #expect(sent > 32 << 20 + (record.memoryProcessed ?? 0))
          #expect((record.others["disk_total"]?.integer ?? 0) >= 64 << 20)
          #expect(record.others["disk_remaining"] == .integer(0))

          guard case .array(let samples)? = record.samples else {
            Issue.record("no samples")
            return
          }
          let counts = samples.compactMap { $0["disk_writes"]?.integer }
          let seconds = Double(samples.count) * 0.05
          // Eight a second.
          let written = try #require(counts.last) - (try #require(counts.first))
          #expect(abs(Double(written) - 8 * seconds) < 4 + 2 * seconds, "\(written), \(seconds) s")

          for host in [LabPlace.source, .destination] {
            let folder = lab.directory.path(of: host, .lib) + "/images"
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
          }
          try await CaptureFixture.expectNothingLeft(in: lab)
          await session.close()
        }
      }
    }
  }
#endif
