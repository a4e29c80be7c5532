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
  /// What the last rounds dirtied, as a share of what might have been left: the upper middle one
  /// of up to four live rounds after the first; nil without any.
  public var edgeRatio: Double? {
    let ratios = rounds.filter { $0.endCause != .stopped && $0.number > 1 && $0.threshold > 0 }
      .suffix(4).map { Double($0.pagesDirtied * PageCount.bytesPerPage) / Double($0.threshold) }
      .sorted()
    return ratios.isEmpty ? nil : ratios[ratios.count / 2]
  }

  /// Whether rounds dirty about what may be left, so that how many it takes, and whether it ends
  /// at all, is luck.
  public var isNearEdge: Bool { (edgeRatio ?? 0) > 0.8 }
}
