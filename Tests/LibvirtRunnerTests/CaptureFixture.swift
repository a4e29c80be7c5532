#if Libvirt
  import Foundation
  import MigrationModel
  import Quantities
  import Records
  import Synchronization
  import Testing

  @testable import LibvirtRunner

  /// Real captures of a guest so small, over a link so fast, that each takes some seconds.
  enum CaptureFixture {
    /// Measured briefly: what is tested is that it is measured.
    static let waits = CaptureWaits(
      settling: .seconds(1), dirtyRateSeconds: [1], patience: .seconds(5),
      abortPatience: .seconds(20))

    /// Writes a third more than the link carries, and so never converges.
    static let diverging = "{pattern: uniform, working-set: 16 MiB, rate: 20 MiB/s}"

    /// - Parameters:
    ///   - more: further lines of the plan.
    ///   - hosts: as the plan has it.
    static func plan(
      workload: String = "{pattern: idle}", path: String = "overlay: none", migration: String = "",
      hosts: String = "lab", disks: String = "", more: String = ""
    ) throws -> CapturePlan {
      try CampaignFixture.plan(
        """
        name: small
        hosts: \(hosts)
        scenario:
          vm: {memory: 128 MiB, touched: 90 MiB, disks: [\(disks)]}
          workload: [\(workload)]
          path: {bandwidth: 120 Mbit/s, rtt: 0.1 ms, \(path)}
          migration: {\(migration)}
        \(more)

        """)
    }

    static func session(
      _ lab: Lab, isProbed: Bool = false, waits: CaptureWaits = waits
    ) -> CaptureSession {
      CaptureSession(
        site: LabSite(lab, keepAlive: Connection.KeepAlive(intervalSeconds: 1, count: 3)),
        guest: BuiltInGuest(
          console: lab.directory.path(of: .console), files: DiskFiles(of: lab.directory),
          isProbed: isProbed),
        isProbedByPing: isProbed, waits: waits)
    }

    static func capture(_ plan: CapturePlan, with session: CaptureSession) async throws -> Record {
      await session.capture(try #require(plan.migrations.first)) { _ in }
    }

    /// One capture, in which something is done when the migration is well on its way.
    static func capture(
      _ plan: CapturePlan, with session: CaptureSession,
      inTheMidst act: @escaping @Sendable () async throws -> Void
    ) async throws -> Record {
      let acting = Mutex<Task<Void, any Error>?>(nil)
      let record = await session.capture(try #require(plan.migrations.first)) { phase in
        guard phase == "migrating" else { return }
        let task = Task {
          try await Task.sleep(for: .seconds(2))
          try await act()
        }
        acting.withLock { $0 = task }
      }
      try await #require(acting.withLock { $0 }).value
      return record
    }

    /// Both of a lab's hosts hold no domain.
    static func expectNothingLeft(in lab: Lab) async throws {
      for host in [lab.source, lab.destination] {
        let connection = try await opening { try await Connection.open(host.localURI) }
        #expect(try await connection.domains().map(\.name) == [], "on \(host.name)")
      }
    }
  }
#endif
