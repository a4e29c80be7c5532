import Quantities
import Records

/// Captures what a campaign still lacks, one migration after the other.
///
/// A failed one is noted and the next begun. Where the task is cancelled, the run in work is given
/// up and left for the next start; all others are on disk.
public struct CampaignRunner: Sendable {
  public struct Summary: Sendable, Equatable {
    /// Captured in this session, failed ones included.
    public var captured = 0
    public var failed = 0
    /// Left for another session.
    public var remaining = 0
    public var wasInterrupted = false

    public init() {}
  }

  private let campaign: Campaign
  private let session: any MigrationCapturing
  private let forecast: CampaignForecast
  private let limit: Int
  private let progress: @Sendable (CampaignProgress) -> Void

  /// It captures no more migrations than `limit`, and tells `progress` at the start of each phase.
  public init(
    _ campaign: Campaign, session: any MigrationCapturing, forecast: CampaignForecast,
    limit: Int = .max, progress: @escaping @Sendable (CampaignProgress) -> Void = { _ in }
  ) {
    self.campaign = campaign
    self.session = session
    self.forecast = forecast
    self.limit = limit
    self.progress = progress
  }

  /// Runs to the campaign's end, the limit, or the task's cancellation.
  ///
  /// - Throws: `RunnerProblem` where nothing can be captured, `CampaignProblem` where a record
  ///   can't be written; what was brought up is taken down before.
  public func run() async throws -> Summary {
    let todo = campaign.remaining.prefix(limit)
    guard !todo.isEmpty else { return summary(interrupted: false) }
    do {
      try await session.prepare()
      let summary = try await capture(Array(todo))
      await session.close()
      return summary
    } catch {
      await session.close()
      guard !Task.isCancelled || error is CampaignProblem else {
        return summary(interrupted: true)
      }
      throw error
    }
  }

  /// Of a session that captured nothing.
  private func summary(interrupted: Bool) -> Summary {
    var summary = Summary()
    summary.remaining = campaign.remaining.count
    summary.wasInterrupted = interrupted
    return summary
  }

  private func capture(_ todo: [PlannedMigration]) async throws -> Summary {
    var summary = Summary()
    var timeLeft = TimeLeft()
    var rest = todo.reduce(Span.zero) { $0 + forecast.expected(of: $1) }
    let clock = ContinuousClock()
    for planned in todo {
      if Task.isCancelled { break }
      let now = CampaignProgress(
        done: campaign.doneCount, of: campaign.plan.migrations.count,
        failed: campaign.failedCount, timeLeft: timeLeft.left(of: rest), run: planned.run,
        phase: "starting")
      let start = clock.now
      progress(now)
      let record = await session.capture(planned) { [progress] phase in
        var then = now
        then.phase = phase
        let spent = Span(start.duration(to: clock.now))
        then.timeLeft = spent < now.timeLeft ? now.timeLeft - spent : .zero
        progress(then)
      }
      // Whatever was cut short by the cancellation says nothing about the migration.
      if Task.isCancelled, record.outcome != "completed" { break }
      try campaign.append(record)
      let expected = forecast.expected(of: planned)
      rest = rest - expected
      timeLeft.add(expected: expected, measured: Span(start.duration(to: clock.now)))
      summary.captured += 1
      if Campaign.isFailed(record) { summary.failed += 1 }
    }
    summary.remaining = campaign.remaining.count
    summary.wasInterrupted = Task.isCancelled
    return summary
  }
}

extension Span {
  /// To the nanosecond.
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
  }
}
