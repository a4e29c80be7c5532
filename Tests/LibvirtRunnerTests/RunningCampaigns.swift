import LibvirtRunner
import Quantities
import Records
import Synchronization
import Testing

/// How a campaign goes on, and when it ends.
@Suite struct RunningCampaigns {
  let folder: TestFolder
  let plan: CapturePlan

  init() throws {
    folder = try TestFolder()
    plan = try CampaignFixture.plan()
  }

  /// Answers with what it is told to, and notes what it was asked.
  final class Session: MigrationCapturing {
    let captured = Mutex<[String]>([])
    let closed = Mutex(0)
    let outcomes: [String: String]
    let problem: RunnerProblem?
    let hangsAt: String?

    init(
      outcomes: [String: String] = [:], problem: RunnerProblem? = nil, hangsAt: String? = nil
    ) {
      self.outcomes = outcomes
      self.problem = problem
      self.hangsAt = hangsAt
    }

    func prepare() async throws { if let problem { throw problem } }

    func capture(
      _ planned: PlannedMigration, telling: @escaping @Sendable (String) -> Void
    ) async -> Record {
      telling("migrating")
      captured.withLock { $0.append(planned.run) }
      if planned.run == hangsAt {
        try? await Task.sleep(for: .seconds(60))
        return CampaignFixture.record(planned.run, outcome: "failed")
      }
      return CampaignFixture.record(planned.run, outcome: outcomes[planned.run] ?? "completed")
    }

    func close() async { closed.withLock { $0 += 1 } }
  }

  private func runner(
    _ session: Session, limit: Int = .max,
    progress: @escaping @Sendable (CampaignProgress) -> Void = { _ in }
  ) throws -> CampaignRunner {
    CampaignRunner(
      try Campaign.open(folder.path, plan: plan), session: session,
      forecast: CampaignForecast(plan), limit: limit, progress: progress)
  }

  @Test func aFailedRunDoesNotEndTheCampaign() async throws {
    let session = Session(outcomes: ["little-plan-002-1": "failed", "little-plan-001-2": "lost"])
    let summary = try await runner(session).run()
    #expect(summary.captured == 6)
    #expect(summary.failed == 2)
    #expect(summary.remaining == 0)
    #expect(session.captured.withLock { $0 } == plan.migrations.map(\.run))
    #expect(session.closed.withLock { $0 } == 1)
    let again = Session()
    #expect(try await runner(again).run() == CampaignRunner.Summary())
    #expect(again.captured.withLock { $0 }.isEmpty)
  }

  @Test func aLimitLeavesTheRestForAnotherTime() async throws {
    let first = try await runner(Session(), limit: 4).run()
    #expect(first.captured == 4)
    #expect(first.remaining == 2)
    let second = Session()
    _ = try await runner(second).run()
    #expect(second.captured.withLock { $0 } == plan.migrations.map(\.run).suffix(2))
  }

  @Test func anInterruptedRunIsLeftForTheNextStart() async throws {
    let session = Session(hangsAt: "little-plan-003-1")
    let runner = try runner(session)
    let task = Task { try await runner.run() }
    while session.captured.withLock({ $0.count }) < 3 { await Task.yield() }
    task.cancel()
    let summary = try await task.value
    #expect(summary.wasInterrupted)
    #expect(summary.captured == 2)
    #expect(session.closed.withLock { $0 } == 1)
    #expect(
      try Campaign.remaining(in: folder.path, plan: plan).map(\.run)
        == plan.migrations.map(\.run).suffix(4))
  }

  @Test func whatCannotBePreparedIsTakenDownAndTold() async throws {
    let session = Session(problem: RunnerProblem("no tun here", remedy: "load the module"))
    let runner = try runner(session)
    await #expect(throws: RunnerProblem("no tun here", remedy: "load the module")) {
      try await runner.run()
    }
    #expect(session.closed.withLock { $0 } == 1)
  }

  @Test func progressSaysWhereTheCampaignStands() async throws {
    let seen = Mutex<[CampaignProgress]>([])
    let session = Session(outcomes: ["little-plan-001-1": "failed"])
    _ = try await runner(session, limit: 2) { progress in
      seen.withLock { $0.append(progress) }
    }.run()
    let all = seen.withLock { $0 }
    #expect(all.map(\.phase) == ["starting", "migrating", "starting", "migrating"])
    #expect(all.map(\.done) == [0, 0, 1, 1])
    #expect(all.map(\.failed) == [0, 0, 1, 1])
    #expect(all[0].text.hasPrefix("0 of 6, 2 min left: little-plan-001-1: starting"))
    // Runs that take no time leave none.
    #expect(all[2].text.hasPrefix("1 of 6, 1 failed, "))
    #expect(all[2].timeLeft < .seconds(5))
  }

  @Test func theTimeLeftFollowsWhatRunsReallyTook() {
    var left = TimeLeft()
    #expect(left.left(of: .seconds(100)) == .seconds(100))
    left.add(expected: .seconds(40), measured: .seconds(60))
    left.add(expected: .seconds(60), measured: .seconds(90))
    #expect(left.left(of: .seconds(100)) == .seconds(150))
  }
}
