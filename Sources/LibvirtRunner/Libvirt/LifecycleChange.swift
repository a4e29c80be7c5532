#if Libvirt
  /// A domain's change of life, in libvirt's words (`virDomainEventType` and its details).
  public struct LifecycleChange: Sendable, Equatable, CustomStringConvertible {
    public enum Event: Int32, Sendable {
      case defined, undefined, started, suspended, resumed, stopped, shutdown, pmsuspended, crashed
    }

    /// nil for what a newer libvirt may add.
    public var event: Event?
    /// Why: "migrated", "destroyed"; a number where a newer libvirt has more reasons.
    public var detail: String

    init(event number: Int32, detail: Int32) {
      event = Event(rawValue: number)
      let details = event.flatMap { Self.details[$0] } ?? []
      self.detail = details.indices.contains(Int(detail)) ? details[Int(detail)] : "\(detail)"
    }

    public var description: String { "\(event.map { "\($0)" } ?? "changed") (\(detail))" }

    private static let details: [Event: [String]] = [
      .defined: ["added", "updated", "renamed", "from-snapshot"],
      .undefined: ["removed", "renamed"],
      .started: ["booted", "migrated", "restored", "from-snapshot", "wakeup"],
      .suspended: [
        "paused", "migrated", "ioerror", "watchdog", "restored", "from-snapshot", "api-error",
        "postcopy", "postcopy-failed",
      ],
      .resumed: ["unpaused", "migrated", "from-snapshot", "postcopy", "postcopy-failed"],
      .stopped: [
        "shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from-snapshot",
      ],
      .shutdown: ["finished", "guest", "host"],
      .pmsuspended: ["memory", "disk"],
      .crashed: ["panicked", "crashloaded"],
    ]
  }
#endif
