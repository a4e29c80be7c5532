import EventKernel
import Quantities

/// A guest that is stopped before the hypervisor's own rule would stop it: from the beginning
/// (``MigrationMethod/stopAndCopy``) or at the timeout (``TimeoutAction/suspend``).
///
/// The loop goes on as before; it only finds nothing new any more, so it ends.
extension Migration {
  /// The guest's time: it stands still with the guest.
  var guestNow: Instant { min(kernel.now, suspension?.at ?? .never) }

  mutating func suspend(at instant: Instant) {
    suspension = Suspension(at: instant, precopyBytes: bytes.ofRAM)
    // Nobody waits for a destination's word once the guest is stopped (`migration_iteration_run`).
    thread.mayStopFrom = min(thread.mayStopFrom, kernel.now)
    kernel.trace.note(10, "suspension", at: kernel.now, value: memory.pending)
  }

  /// libvirt stops a guest before it connects the two QEMUs, which takes a round trip.
  mutating func suspendFirst() {
    guard input.settings.method == .stopAndCopy, suspension == nil else { return }
    let connection = min(input.path.roundTrip, kernel.now - .start)
    suspend(at: .start + (kernel.now - .start - connection))
  }

  mutating func timeOut() {
    switch input.settings.onTimeout {
    case .abort: abortAtTimeout()
    case .suspend:
      let isStopped = thread.step == .stopping || thread.step == .stopped
      guard suspension == nil, !isStopped else { return }
      suspend(at: kernel.now)
      guard storage != nil else { return }
      // What was never READY because of the guest's writes is now.
      storage?.advance(to: kernel.now, on: link)
      storage?.stopWrites()
      if awaitsMirrors { awaitMirrors() } else { shareWithMirrors() }
    }
  }

  /// How long the guest had been suspended when the rule stopped it.
  var suspended: Span { suspension.map { stoppedAt - $0.at } ?? .zero }
}

/// When a guest was stopped by something else than the rule, and what had been sent by then.
struct Suspension: Sendable {
  let at: Instant
  /// RAM's part.
  let precopyBytes: Int64
}
