import MigrationModel
import Quantities

/// Which of a migration's times an interval is about.
struct MigrationFigures: Sendable {
  let time: @Sendable (MigrationReport) -> Span?
  let downtime: @Sendable (MigrationReport) -> Span?

  /// The manager's, as a person sees them.
  static let managers = MigrationFigures(
    time: { $0.timeElapsed }, downtime: { $0.pause?.total })
  /// query-migrate's.
  static let qemus = MigrationFigures(time: { $0.qemuTotalTime }, downtime: { $0.qemuDowntime })

  /// The manager's where there is one.
  init(of prediction: Prediction) {
    self = prediction.byTime.timeElapsed == nil ? .qemus : .managers
  }

  private init(
    time: @escaping @Sendable (MigrationReport) -> Span?,
    downtime: @escaping @Sendable (MigrationReport) -> Span?
  ) {
    self.time = time
    self.downtime = downtime
  }
}
