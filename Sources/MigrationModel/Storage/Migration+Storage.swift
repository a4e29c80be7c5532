import EventKernel
import Quantities

/// Disks first: memory waits for their mirrors, which follow until the guest has stopped.
extension Migration {
  /// Starts the mirrors; false where there are none to wait for.
  mutating func copyStorage() -> Bool {
    guard storage == nil, let mirrors = StorageMirrors(input: input, at: kernel.now) else {
      return false
    }
    storage = mirrors
    streamBegan = kernel.now
    suspendFirst()
    if suspension != nil { storage?.stopWrites() }
    for index in link.processes.indices { scheduleChange(of: index) }
    kernel.trace.note(12, "mirrors", at: kernel.now, value: Int64(mirrors.mirrors.count))
    if link.isBlackHole {
      let patience = BlackHole.givenUp(roundTrip: input.path.roundTrip)
      schedule(.connectionDies, after: patience, turn: .timeout)
    } else {
      awaitMirrors()
    }
    return true
  }

  /// Whether memory still waits for them.
  var awaitsMirrors: Bool { storage.map { !$0.besidesStream } ?? false }

  /// Expects all to be READY, at the path's present rate.
  mutating func awaitMirrors() {
    guard let storage else { return }
    mirrorGeneration += 1
    switch storage.outlook(on: link) {
    case .ready(let instant):
      convergence.reason = nil
      kernel.schedule(
        .mirrorsReady(generation: mirrorGeneration), at: max(instant, kernel.now),
        turn: Turn.delivery.rawValue)
    case .never:
      // What congestion control does for a moment, and what the path is still to become, may
      // change it.
      guard !link.isBlackHole, link.nextPathChange == nil,
        case .never(let reason) = storage.outlook(on: link.undisturbed)
      else { return }
      convergence.reason = reason
      let isToCome = input.settings.timeout.map { kernel.now < .start + timeoutStart + $0 } ?? false
      if !isToCome { finish(.notConverged(reason: reason)) }
    }
  }

  /// A timeout counts from the manager's command, which comes after the first step of two.
  var timeoutStart: Span { input.seeding ?? .zero }

  /// Every mirror is READY: memory's own connection begins.
  mutating func beginBesideMirrors() {
    storage?.advance(to: kernel.now, on: link)
    storage?.endStagesDue(on: link)
    kernel.trace.note(13, "mirrors ready", at: kernel.now, value: 0)
    mirrorsReadyAt = kernel.now
    storage?.besidesStream = true
    if input.settings.manager.turnsMirrorsSynchronous { storage?.turnSynchronous() }
    connection += 1
    link = Link(input: input, offset: offset, began: kernel.now - .start)
    socket = SendBuffer(
      capacity: link.bufferLaw.payload(window: link.window), scale: offset.bufferScale)
    socket.skip(to: kernel.now, level: 0)
    shareWithMirrors()
    beginStream()
  }

  /// Takes from memory's stream what the mirrors need.
  mutating func shareWithMirrors() {
    guard let storage, storage.besidesStream, !storage.haveEnded else { return }
    link.yield(storage.traffic(on: link))
    renewPace()
    // What piled up while they got too little takes a fair share until it is copied.
    mirrorGeneration += 1
    guard let left = storage.timeToCatchUp(on: link) else { return }
    schedule(.mirrorsReady(generation: mirrorGeneration), after: left, turn: .path)
  }

  /// What had piled up is copied.
  mutating func shareAnew() {
    guard thread.step != .stopping, thread.step != .stopped else { return }
    settle()
    storage?.advance(to: kernel.now, on: link)
    shareWithMirrors()
    followRate()
  }

  /// The guest has stopped: the mirrors copy what is left, and end, before memory goes on. What
  /// lies in the send buffer goes meanwhile, and their requests wait behind it.
  mutating func endMirrors() -> Span {
    guard storage != nil else { return .zero }
    settle()
    storage?.advance(to: kernel.now, on: link)
    link.yield(0)
    let rate = link.steadyRate
    guard let left = storage?.end(rate: rate) else { return .zero }
    let seconds = (left.bytes + socket.level) / rate + left.roundTrips * link.roundTrip.seconds
    kernel.trace.note(14, "mirrors end", at: kernel.now, value: Int64(left.bytes))
    return Span(rounding: seconds)
  }

  /// How it went with the disks; nil where none is copied.
  var storageReport: StorageReport? {
    storage.map { mirrors in
      var report = mirrors.report
      report.readyAfter = mirrorsReadyAt.map { $0 - .start }
      return report
    }
  }
}
