import EventKernel
import Quantities

/// How one simulated migration went, at one offset.
public struct MigrationReport: Sendable {
  public var outcome: Outcome
  /// From the manager's start of the job to its end: libvirt's `time_elapsed`.
  public var timeElapsed: Span?
  /// Source vCPUs stopped to destination's running, by one clock, and what it is made of.
  public var pause: Pause?
  /// query-migrate's figures.
  public var qemuTotalTime: Span?
  public var qemuDowntime: Span?
  /// Synchronisations, with the one in set-up and the stopped one.
  public var iterations: Int
  public var bytes: StreamBytes
  /// Bytes that went before the vCPUs stopped.
  public var precopyBytes: Int64
  public var rounds: [Round]
  /// Send buffer: payload that it holds in the end, and the largest window.
  public var sendBuffer: ByteCount
  public var largestWindow: Double
  /// Bytes a second that the stream got once the path was full.
  public var goodput: Double
  public var digest: Digest
  /// Where the digest came from, if it was asked for.
  public var trace: Trace
}

extension MigrationReport {
  /// The least that one of the last eight live rounds dirtied, as a share of what might have been
  /// left; nil without a round after the first.
  public var edgeRatio: Double? {
    rounds.filter { $0.endCause == .belowThreshold && $0.number > 1 }.suffix(8)
      .map { Double($0.pagesDirtied * PageCount.bytesPerPage) / Double(max(1, $0.threshold)) }
      .min()
  }

  /// Whether rounds dirty about what may be left, so that how many it takes, and whether it ends
  /// at all, is luck.
  public var isNearEdge: Bool { (edgeRatio ?? 0) > 0.8 }
}

/// How a migration ends.
public enum Outcome: Equatable, Sendable {
  case completed
  /// At its timeout.
  case aborted(reason: String)
  /// It would never end; shown, not waited for.
  case notConverged(reason: String)
  /// The manager would not start it.
  case refused(reason: String)

  /// The word that a record has.
  public var word: String {
    switch self {
    case .completed: "completed"
    case .aborted: "aborted"
    case .notConverged: "not-converged"
    case .refused: "refused"
    }
  }

  public var reason: String? {
    switch self {
    case .completed: nil
    case .aborted(let reason), .notConverged(let reason), .refused(let reason): reason
    }
  }
}

/// The interval between two synchronisations, and what was sent in it.
public struct Round: Equatable, Sendable {
  public var number: Int
  public var endCause: EndCause
  public var start: Instant
  public var duration: Span
  public var sent: SentCount
  /// Pages that the synchronisation at its end set anew, and pages that were left before it.
  public var pagesDirtied: Int64
  public var pagesLeft: Int64
  /// Bits a second of the last window, and the threshold that it gave.
  public var bandwidth: Int64
  public var threshold: Int64

  public struct SentCount: Equatable, Sendable {
    public var normal: Int64
    public var zero: Int64
  }

  public enum EndCause: String, Sendable {
    /// What was not yet sent fell below the threshold.
    case belowThreshold = "below-threshold"
    /// The same, and nothing at all was left.
    case allSent = "all-sent"
    /// The round with the vCPUs stopped.
    case stopped
    /// The timeout came.
    case timeout
    /// It was shown that no synchronisation will ever find few enough pages.
    case notConverging = "not-converging"
  }
}

/// The parts of a pause; they sum to it.
public struct Pause: Equatable, Sendable {
  /// Stopping the vCPUs, flushing, and the manager's answer.
  public var stop: Span = .zero
  /// What lay in the send buffer, sent but not yet acknowledged or not yet sent.
  public var backlog: Span = .zero
  /// The last pages.
  public var pages: Span = .zero
  /// Device state and its description.
  public var deviceState: Span = .zero
  /// Waiting for the last acknowledgement where the path was not full.
  public var propagation: Span = .zero
  /// Destination's loading of the device state.
  public var load: Span = .zero
  /// Finish and `cont`.
  public var resume: Span = .zero
  /// The round trips of the protocol after the last acknowledgement.
  public var roundTrips: Span = .zero

  public var total: Span {
    stop + backlog + pages + deviceState + propagation + load + resume + roundTrips
  }

  /// The parts by name, in the order in which they happen.
  public var parts: [(name: String, span: Span)] {
    [
      ("stop", stop), ("backlog", backlog), ("pages", pages), ("device-state", deviceState),
      ("propagation", propagation), ("load", load), ("resume", resume), ("round-trips", roundTrips),
    ]
  }
}
