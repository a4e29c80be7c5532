import Foundation
import Glibc
import Records
import Synchronization
import Testing

@testable import LibvirtRunner

/// A campaign whose folder is on a disk that fills up: a real one, of memory.
@Suite(.enabled(if: RealLab.isPossible, RealLab.reason)) struct FullDisks {
  @Test func aRecordThatFindsNoRoomIsToldAndItsRunIsCapturedAgain() async throws {
    let folder = try TestFolder()
    try #require(mount("tmpfs", folder.path, "tmpfs", 0, "size=256k") == 0)
    defer { umount(folder.path) }
    let plan = try CampaignFixture.plan()
    let ballast = "\(folder.path)/ballast"
    let session = Session()
    await #expect {
      let campaign = try Campaign.open(folder.path, plan: plan)
      _ = try await CampaignRunner(
        campaign, session: session, forecast: CampaignForecast(plan)
      ) { progress in
        if progress.done == 2 { Self.fill(ballast) }
      }.run()
    } throws: {
      let problem = $0 as? CampaignProblem
      return problem?.kind == .cannotWrite && "\($0)".contains("No space left on device")
        && "\($0)".contains("make room and start again")
    }
    #expect(session.closed.withLock { $0 } == 1)
    let kept = try folder.text()

    try FileManager.default.removeItem(atPath: ballast)
    let campaign = try Campaign.open(folder.path, plan: plan)
    #expect(campaign.repair == nil)
    #expect(campaign.remaining.map(\.run) == plan.migrations.dropFirst(2).map(\.run))
    let summary = try await CampaignRunner(
      campaign, session: session, forecast: CampaignForecast(plan)
    ).run()
    #expect(summary.remaining == 0)
    #expect(try folder.text().hasPrefix(kept))
    #expect(campaign.records.count == 6)

    Self.fill(ballast)
    #expect {
      try campaign.finish { _, directory in
        let table = URL(filePath: "\(directory)/runs.csv")
        try Data(count: 20_000).write(to: table, options: .atomic)
      }
    } throws: {
      ($0 as? CampaignProblem)?.kind == .cannotWrite && "\($0)".contains("the records are whole")
    }
  }

  /// Its records are as long as real ones, longer than the page that the log has begun.
  private final class Session: MigrationCapturing {
    let closed = Mutex(0)

    func prepare() async throws {}

    func capture(
      _ planned: PlannedMigration, telling: @escaping @Sendable (String) -> Void
    ) async -> Record {
      var record = CampaignFixture.record(planned.run)
      record.samples = .string(String(repeating: "s", count: 20_000))
      return record
    }

    func close() async { closed.withLock { $0 += 1 } }
  }

  private static func fill(_ path: String) {
    let handle = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(handle) }
    let block = [UInt8](repeating: 0, count: 4096)
    while write(handle, block, block.count) > 0 {}
  }
}
