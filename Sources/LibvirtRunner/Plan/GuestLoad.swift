import MigrationModel
import Quantities

/// What runs inside the guest while it migrates: one part of a scenario's `workload`.
public enum GuestLoad: Sendable, Equatable {
  /// Nothing beside the guest's own system.
  case idle
  case writer(PageWriter)
  case diskWriter(DiskWork)
  /// stress-ng with its own options, started so long before the migration.
  case stressNG(options: [String], runningFor: Span)
}

/// A process that writes pages in an exact pattern, as the scenario format names it.
public struct PageWriter: Sendable, Equatable {
  public enum Pattern: Sendable, Equatable {
    case sequential, uniform
    /// So many of the first pages get so large a share of the writes.
    case hotCold(fraction: Share, share: Share)
  }

  public enum Pacing: String, Sendable {
    /// Makes up for stalls.
    case catchUp = "catch-up"
    /// Goes on at its rate after a stall, and never makes up for it.
    case steady
    /// As fast as its processor lets it.
    case cpuBound = "cpu-bound"
  }

  public var pattern: Pattern
  public var workingSet: ByteCount
  /// Page writes × page size a second.
  public var rate: DataRate
  public var pacing: Pacing
  /// Bytes that a write changes.
  public var changedBytes: Int

  public init(
    pattern: Pattern, workingSet: ByteCount, rate: DataRate, pacing: Pacing = .catchUp,
    changedBytes: Int = 8
  ) {
    self.pattern = pattern
    self.workingSet = workingSet
    self.rate = rate
    self.pacing = pacing
    self.changedBytes = changedBytes
  }
}
