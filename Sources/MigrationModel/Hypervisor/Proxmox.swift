import Quantities

/// Proxmox VE's `qm migrate --online` (PVE::QemuMigrate, src/PVE/QemuMigrate.pm of qemu-server).
///
/// No return path and no event: it polls query-migrate, raises the downtime limit where a migration
/// makes no headway, and lets the destination's guest run when a poll has told it that the source
/// is done.
public struct Proxmox: Manager {
  public let name = "proxmox"
  public let hasPhases = true
  /// The destination's start and its answer, and the opening of the tunnel's channel; what SSH
  /// needs for its own connections comes on top, and is not known here.
  public let roundTripsBefore = 2.0
  /// Nobody waits for the destination: `resume` leaves the source once it knows it is done.
  public let oneWayDelaysAfterLoad = 1.0
  public let usesReturnPath = false
  public let usesSwitchoverAck = false
  /// `migrate_downtime`, 0.1 s.
  public let defaultDowntimeLimit = Span.milliseconds(100)
  public let showsFiguresOfQEMU = true
  /// `block-job-change` to write-blocking, where QEMU has it.
  public let turnsMirrorsSynchronous = true
  public var polling: (any JobPolling)? { ProxmoxPolling() }
  public let notes = [
    "manager proxmox: auto-converge and XBZRLE, which it always turns on, are not modelled yet",
    "manager proxmox: its SSH tunnel's ciphering and buffers are not modelled: a path faster than "
      + "one core ciphers is overrated, and so is how little the pause holds",
    "manager proxmox: preparation and resume are the hosts' constants, fitted with libvirt",
  ]
  public init() {}
}

/// How `phase2` of PVE::QemuMigrate polls.
struct ProxmoxPolling: JobPolling {
  private(set) var interval = Span.seconds(1)
  private var polls: Int64 = 0
  private var lastTransferred: Int64 = 0
  private var lastRemaining: Int64 = 0
  /// Polls that found more left than the one before, or nothing; it is set back only by a raise.
  private var setbacks = 0

  /// `migrate_downtime_max`.
  static let largestLimit = Span.seconds(2000)
  private static let setbacksBorne = 5
  private static let shortInterval = Span.milliseconds(100)

  init() {}

  mutating func poll(_ figures: JobFigures, limit: Span) -> Span {
    polls += 1
    let average = lastTransferred / polls
    let (transferred, remaining) = (figures.transferred.count, figures.remaining.count)
    guard transferred != lastTransferred else { return limit }
    lastTransferred = transferred
    // Once short, it stays so.
    if average > 0, remaining < average { interval = Self.shortInterval }
    if (lastRemaining > 0 && remaining > lastRemaining) || remaining == 0 { setbacks += 1 }
    lastRemaining = remaining
    guard setbacks > Self.setbacksBorne else { return limit }
    setbacks = 0
    return max(limit, min(limit * 2, Self.largestLimit))
  }

  func mayRaise(_ limit: Span) -> Bool { limit < Self.largestLimit }

  /// Two seconds before the end a poll may find less left than an average second sends.
  func quietPolls(in time: Span) -> Int64 {
    guard interval > Self.shortInterval else { return 0 }
    return max(0, Int64((time - .seconds(2)).seconds / interval.seconds))
  }

  mutating func skip(_ polls: Int64) { self.polls += polls }
}
