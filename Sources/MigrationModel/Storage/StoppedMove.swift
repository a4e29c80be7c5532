import EventKernel
import Quantities

/// A move during which the guest does not run on either host: cold, by checkpoint, or offline.
///
/// What takes time is what is copied, over one connection. How long a guest takes to shut down and
/// to boot, and a file system to write a checkpoint, is not in it. A first step of two that never
/// ends is told here too, as no migration follows it.
struct StoppedMove: Sendable {
  let input: MigrationInput

  func report(keepsTrace: Bool) -> MigrationReport {
    if let reason = input.refusal { return report(.refused(reason: reason), keepsTrace) }
    if input.settings.method == .twoStep { return lost(keepsTrace) }
    var pause = Pause()
    var bytes = StreamBytes()
    let link = Link(input: input, offset: Offset(index: 0, of: 1))
    let before = Span(rounding: link.roundTrip.seconds * input.settings.manager.roundTripsBefore)
    if input.settings.method == .offline {
      // Begin and Prepare, Finish and Confirm: nothing else.
      let after = Span(rounding: link.roundTrip.seconds)
      return report(.completed, keepsTrace, time: before + after)
    }
    let disks = input.guest.disks.filter { $0.storage == .local }
    let onDisk = disks.reduce(0) { $0 + $1.allocated.count }
    guard let copying = time(toSend: Double(onDisk), from: .zero) else { return lost(keepsTrace) }
    pause.stop = input.hosts.stop
    pause.disks = copying
    if input.settings.method == .checkpoint {
      bytes.normalPages = PageCount(holding: input.guest.touched).count
      bytes.zeroPages = max(0, input.guest.pages.count - bytes.normalPages)
      bytes.deviceState = input.hosts.deviceState.count
      guard let sending = time(toSend: Double(bytes.total), from: copying) else {
        return lost(keepsTrace)
      }
      // Once to save them, and once to restore them.
      let scan =
        input.hosts.normalPageScan * bytes.normalPages + input.hosts.zeroPageScan * bytes.zeroPages
      pause.scanning = scan * 2
      pause.pages = sending
      pause.load = input.hosts.load
    }
    pause.resume = input.hosts.resume
    pause.roundTrips = before
    var report = report(.completed, keepsTrace, time: pause.total, pause: pause)
    report.bytes = bytes
    guard !disks.isEmpty else { return report }
    report.storage = StorageReport(
      total: ByteCount(disks.reduce(0) { $0 + $1.size.count }), copied: ByteCount(onDisk),
      areComplete: true)
    return report
  }

  private func time(toSend bytes: Double, from start: Span) -> Span? {
    BulkTransfer(path: input.path, hosts: input.hosts).time(
      toSend: bytes, began: start, limit: input.settings.bandwidthCap?.bytesPerSecond ?? .infinity)
  }

  private func lost(_ keepsTrace: Bool) -> MigrationReport {
    report(
      .failed(reason: "the path carries nothing before all disks are copied, so that never ends"),
      keepsTrace)
  }

  private func report(
    _ outcome: Outcome, _ keepsTrace: Bool, time: Span? = nil, pause: Pause? = nil
  ) -> MigrationReport {
    let link = Link(input: input, offset: Offset(index: 0, of: 1))
    var trace = Trace()
    trace.keepsEntries = keepsTrace
    trace.note(15, "moved", at: .start + (time ?? .zero), value: pause?.total.count ?? 0)
    return MigrationReport(
      outcome: outcome, timeElapsed: time, pause: pause, pauseByGuestClock: nil,
      qemuTotalTime: nil, qemuDowntime: nil, isManaged: true,
      downtimeLimit: input.settings.downtimeLimit, sendsWholePasses: false, workloadChanges: false,
      iterations: 0, bytes: StreamBytes(), precopyBytes: 0, rounds: [],
      sendBuffer: ByteCount(Int64(link.bufferLaw.payload(window: link.finalWindow))),
      largestWindow: link.finalWindow, goodput: link.steadyRate, digest: trace.digest, trace: trace)
  }
}
