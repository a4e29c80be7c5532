import Quantities

/// The parts of a pause; they sum to it.
public struct Pause: Equatable, Sendable {
  /// From a suspension of the guest to the hypervisor's own stop; the stream goes on meanwhile.
  public var suspended: Span = .zero
  /// Stopping the vCPUs, flushing, and the manager's answer.
  public var stop: Span = .zero
  /// Waiting for the disks' mirrors: what they had still to copy, and their last round trips. What
  /// lies in the send buffer drains meanwhile.
  public var disks: Span = .zero
  /// What lay in the send buffer, sent but not yet acknowledged or not yet sent.
  public var backlog: Span = .zero
  /// The last pages.
  public var pages: Span = .zero
  /// Device state and its description.
  public var deviceState: Span = .zero
  /// Waiting for the last acknowledgement where the path was not full.
  public var propagation: Span = .zero
  /// Scanning the last pages, where that takes longer than sending them.
  public var scanning: Span = .zero
  /// Destination's loading of the device state.
  public var load: Span = .zero
  /// Finish and `cont`.
  public var resume: Span = .zero
  /// The round trips of the protocol after the last acknowledgement.
  public var roundTrips: Span = .zero

  public var total: Span {
    suspended + stop + disks + backlog + pages + deviceState + propagation + scanning + load
      + resume
      + roundTrips
  }

  /// The parts by name, in the order in which they happen.
  public var parts: [(name: String, span: Span)] {
    [
      ("suspended", suspended), ("stop", stop), ("disks", disks), ("backlog", backlog),
      ("pages", pages),
      ("device-state", deviceState),
      ("propagation", propagation), ("scanning", scanning), ("load", load), ("resume", resume),
      ("round-trips", roundTrips),
    ]
  }
}
