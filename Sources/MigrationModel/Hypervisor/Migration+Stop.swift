import EventKernel
import Quantities

/// Stop-and-copy: `migration_completion`, and what the manager does after it.
extension Migration {
  /// The vCPUs stop; nothing is written from now on.
  mutating func stop() {
    // A rule of whole passes may stop the guest when one is over, before it synchronises.
    let wholePasses = pagesLeft != nil
    if wholePasses, !thread.isFresh { closeRound(.allSent, left: 0, dirtied: 0) }
    thread.step = .stopping
    mirrorsEnding = endMirrors()
    thread.readyAt = kernel.now + input.hosts.stop + mirrorsEnding
    stoppedAt = kernel.now
    kernel.trace.note(6, "stop", at: kernel.now, value: memory.pending)
  }

  /// The last synchronisation, the last pages and the device state, without a rate limit.
  mutating func writeRemainder() {
    let dirtied = memory.synchronise(at: min(stoppedAt, guestNow))
    if rule.countsStoppedSynchronisation { iterations += 1 }
    let precopy = suspension?.precopyBytes ?? bytes.ofRAM
    let sent = memory.send(memory.pending, at: min(stoppedAt, guestNow))
    count(sent)
    bytes.sections += 1
    let pages =
      sent.normal * StreamFormat.normalPage + sent.zero * StreamFormat.zeroPage
      + StreamFormat.section
    bytes.deviceState = input.hosts.deviceState.count
    settle()
    delivery = Delivery(
      stoppedAt: stoppedAt, precopyBytes: precopy, writtenAt: kernel.now,
      roundTrip: link.longestRoundTrip, scanning: scanTime(sent), backlog: socket.level,
      pages: Double(pages), deviceState: Double(bytes.deviceState),
      drainToTake: socket.drainToTake(Double(pages + bytes.deviceState)),
      drainToTakePages: socket.drainToTake(Double(pages)))
    thread.step = .stopped
    sampleLevels()
    thread.generation += 1
    closeRound(.stopped, left: 0, dirtied: dirtied)
    awaitDelivery()
  }

  /// Expects the last acknowledgement, at the path's present rate.
  mutating func awaitDelivery() {
    guard var waiting = delivery, waiting.endedAt == .never else { return }
    waiting.generation += 1
    delivery = waiting
    let left = waiting.timeLeft(at: kernel.now, rate: link.rate)
    guard left < .horizon else { return }
    schedule(.delivered(generation: waiting.generation), after: left, turn: .delivery)
  }

  /// Everything is acknowledged: the destination loads, and the manager lets the guest run.
  mutating func finishDelivery() {
    settle()
    sampleLevels()
    delivery?.end(at: kernel.now)
    kernel.trace.note(7, "acknowledged", at: kernel.now, value: bytes.total)
    let left = input.hosts.load + resumeTime + tripsAfterAcknowledgement
    schedule(.guestResumes, after: max(.zero, left), turn: .manager)
  }

  /// The manager's own time between the loaded state and the running guest.
  private var resumeTime: Span {
    input.settings.manager.hasPhases ? input.hosts.resume : .zero
  }

  /// One-way delays after the last acknowledgement. The last byte arrived half a round trip before
  /// it, so this is negative where nobody waits for the acknowledgement.
  private var tripsAfterAcknowledgement: Span {
    if let watch { return tripsAfterNotice(watch) }
    let oneWays = input.settings.manager.oneWayDelaysAfterLoad - 1
    return Span(rounding: link.roundTrip.seconds / 2 * oneWays)
  }

  /// What the pause was made of, once the guest runs.
  var pause: Pause? {
    let trips = tripsAfterAcknowledgement
    var pause = delivery?.pause(
      without: max(.zero, .zero - trips), disks: mirrorsEnding, load: input.hosts.load,
      resume: resumeTime,
      roundTrips: max(.zero, trips))
    pause?.suspended = suspended
    return pause
  }

  /// What kvm-clock counts of the pause: it is read once more when the device state is saved
  /// (`kvmclock_pre_save`, hw/i386/kvm/clock.c), unless the guest was suspended before.
  var pauseByGuestClock: Span? {
    suspension == nil ? delivery.map { $0.pagesTakenAt - stoppedAt } : .zero
  }

  /// When QEMU's own figures end (`migration_completion`): SHUT has come back, or without a return
  /// path the last byte is in the socket.
  var qemuEnd: Instant? {
    input.settings.manager.usesReturnPath
      ? delivery.map { $0.endedAt + input.hosts.load } : delivery?.takenAt
  }

  /// When they begin: a manager hands over a connection that stands, else QEMU makes it.
  var qemuStart: Instant { input.settings.manager.hasPhases ? streamBegan : .start }
}
