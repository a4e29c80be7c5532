import EventKernel
import Quantities

/// How one simulated migration went, at one offset.
public struct MigrationReport: Sendable {
  public var outcome: Outcome
  /// From the manager's start of the job to the running guest: libvirt's `time_elapsed`; nil
  /// without one.
  public var timeElapsed: Span?
  /// Source vCPUs stopped to destination's running, by one clock, and what it is made of.
  public var pause: Pause?
  /// When the guest was stopped before the rule would have; nil where it was not.
  public var suspendedAt: Instant?
  /// What of it a program in the guest reads off kvm-clock.
  public var pauseByGuestClock: Span?
  /// query-migrate's figures. Without a return path both end when the last byte is in the socket.
  public var qemuTotalTime: Span?
  public var qemuDowntime: Span?
  /// Whether a manager has figures of its own (``Manager/showsFiguresOfQEMU``).
  public var isManaged: Bool
  /// The limit in the end, which the manager may have raised.
  public var downtimeLimit: Span
  /// Whether rounds end when everything is sent (``StopRule/pagesLeft``), and not at a threshold.
  public var sendsWholePasses: Bool
  /// Whether what the workload does changes with the clock, as in phases.
  public var workloadChanges: Bool
  /// Synchronisations, with the one in set-up, and the stopped one where the rule counts it.
  public var iterations: Int
  public var bytes: StreamBytes
  /// Bytes of RAM's part that went before the vCPUs stopped.
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
  /// How it went with the disks; nil where none is copied.
  public var storage: StorageReport?
}

extension MigrationReport {
  /// The whole migration's time by whoever reports it: the manager, or QEMU where there is none.
  public var totalTime: Span? { isManaged ? timeElapsed : qemuTotalTime }

  /// The downtime by the same: libvirt's is the pause, QEMU's without a return path is shorter.
  public var downtime: Span? { isManaged ? pause?.total : qemuDowntime }

  /// The last live rounds after the first that find about as much as the one before, up to four:
  /// where rounds still shrink, the next one ends it, and luck decides nothing. The very last may
  /// be the lucky one.
  public var steadyRounds: [Round] {
    let live = rounds.filter { $0.endCause != .stopped && $0.number > 1 }
    let steady = Self.steady(live[...])
    return steady.isEmpty ? Self.steady(live.dropLast()) : steady
  }

  private static func steady(_ live: ArraySlice<Round>) -> [Round] {
    var steady: [Round] = []
    for round in live.reversed().prefix(4) {
      if let after = steady.first, 2 * round.pagesDirtied > 3 * after.pagesDirtied { break }
      steady.insert(round, at: 0)
    }
    return steady.count > 1 ? steady : []
  }

  /// What these dirtied, as a share of what might have been left, or of what they sent where they
  /// are whole passes: the upper middle one; nil without any.
  public var edgeRatio: Double? {
    let shares = steadyRounds.map { round in
      let whole =
        sendsWholePasses
        ? (round.sent.normal + round.sent.zero) * PageCount.bytesPerPage : round.threshold
      return (dirtied: round.pagesDirtied * PageCount.bytesPerPage, whole: whole)
    }
    let ratios = shares.filter { $0.whole > 0 }
      .map { Double($0.dirtied) / Double($0.whole) }.sorted()
    return ratios.isEmpty ? nil : ratios[ratios.count / 2]
  }

  /// Whether rounds dirty about what may be left, so that how many it takes, and whether it ends
  /// at all, is luck. A workload that changes is what ends its rounds itself.
  public var isNearEdge: Bool { !workloadChanges && (edgeRatio ?? 0) > 0.8 }
}
