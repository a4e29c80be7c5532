import EventKernel
import Quantities

/// What happens in a migration at an instant that was known beforehand.
enum MigrationEvent: Sendable {
  /// The manager has connected both sides, and QEMU's migration thread starts.
  case streamBegins
  /// A process of the path changes what the path carries.
  case pathChanges(process: Int, connection: Int)
  /// All disks' mirrors are READY; or, beside memory, what they had to catch up with is copied.
  case mirrorsReady(generation: Int)
  /// The workload empties pages or fills them, by itself.
  case contentChanges
  /// The migration thread has waited long enough.
  case threadRuns(generation: Int)
  /// The last byte is acknowledged.
  case delivered(generation: Int)
  /// The destination's vCPUs run.
  case guestResumes
  /// The manager asks how far the hypervisor is.
  case managerPolls
  case timeoutExpires
  /// TCP gives up.
  case connectionDies
}

/// Which of several events at one instant comes first; the article "What happens at the same
/// instant" gives the reasons.
enum Turn: UInt8 {
  case path, delivery, manager, thread, timeout
}

/// One simulated migration: components that meet in events.
///
/// Path, send buffer, memory, migration thread and manager each keep their own state; the loop
/// below only hands out events. A new mechanism is a new component, or a new type behind one of
/// their interfaces.
struct Migration<Memory: DirtyMemory>: Sendable {
  let input: MigrationInput
  let offset: Offset
  /// The settings' rule, its count of pages and the budget of a window, which each step asks for.
  let rule: any StopRule
  let pagesLeft: PageCount?
  let sendsToThreshold: Bool
  /// Bytes that a rate-limited window may carry: a tenth of the cap (`XFER_LIMIT_RATIO`).
  let windowBudget: Int64?
  /// How fast pages can go, as path and limits are now (``Pace``).
  private(set) var pace: Pace
  var kernel = Kernel<MigrationEvent>()
  var link: Link
  var socket: SendBuffer
  var memory: Memory
  var thread = MigrationThread()
  var delivery: Delivery?
  var bytes = StreamBytes()
  var rounds: [Round] = []
  var iterations = 0
  var streamBegan = Instant.start
  var stoppedAt = Instant.start
  var suspension: Suspension?
  /// What the hypervisor's threshold is made from; a manager may raise it.
  var downtimeLimit: Span
  var watch: PollingWatch?
  var convergence = ConvergenceWatch()
  var report: MigrationReport?
  /// What copies disks, and which of its waits and of the migration's connections this is.
  var storage: StorageMirrors?
  var mirrorGeneration = 0
  var mirrorsReadyAt: Instant?
  var mirrorsEnding = Span.zero
  var connection = 0
  /// Whether there is a report: a look at that itself costs more, and each step takes one.
  private(set) var isOver = false

  init(input: MigrationInput, offset: Offset, memory: Memory, keepsTrace: Bool) {
    self.input = input
    self.offset = offset
    self.memory = memory
    rule = input.settings.stopRule
    pagesLeft = rule.pagesLeft
    sendsToThreshold = rule.sendsToThreshold
    windowBudget = input.settings.windowBudget
    downtimeLimit = input.settings.downtimeLimit
    link = Link(input: input, offset: offset)
    socket = SendBuffer(
      capacity: link.bufferLaw.payload(window: link.window), scale: offset.bufferScale)
    pace = Pace(
      link: link, socket: socket, hosts: input.hosts, downtimeLimit: downtimeLimit,
      pagesLeft: pagesLeft,
      pagesPerWindow: windowBudget.map { input.settings.pages(within: $0) })
    thread.lateness = Lateness(start: offset.lateness)
    kernel.trace.keepsEntries = keepsTrace
  }

  /// Runs the events to the end, and says how it went.
  mutating func run() -> MigrationReport {
    if let reason = input.refusal { finish(.refused(reason: reason)) }
    schedule(.streamBegins, after: input.streamBegins, turn: .manager)
    if let timeout = input.settings.timeout {
      schedule(.timeoutExpires, after: timeoutStart + timeout, turn: .timeout)
    }
    while !isOver, let event = kernel.next() { handle(event) }
    guard let report else { preconditionFailure("the migration ran out of events") }
    return report
  }

  private mutating func handle(_ event: MigrationEvent) {
    switch event {
    case .streamBegins: if !copyStorage() { beginStream() }
    case .pathChanges(let process, let connection):
      if connection == self.connection { changePath(process) }
    case .mirrorsReady(let generation):
      guard generation == mirrorGeneration else { break }
      if awaitsMirrors { beginBesideMirrors() } else { shareAnew() }
    case .contentChanges: changeContent()
    case .threadRuns(let generation):
      if generation == thread.generation { runThread() }
    case .delivered(let generation):
      if generation == delivery?.generation { finishDelivery() }
    case .guestResumes: complete()
    case .managerPolls: pollJob()
    case .timeoutExpires: timeOut()
    case .connectionDies: failWithConnection()
    }
  }

  mutating func schedule(_ event: MigrationEvent, after span: Span, turn: Turn) {
    kernel.schedule(event, at: kernel.now + span, turn: turn.rawValue)
  }

  mutating func beginStream() {
    streamBegan = kernel.now
    if let reason = link.failure { return fail(reason) }
    suspendFirst()
    memory.startLogging(at: guestNow)
    iterations = 1
    for index in link.processes.indices { scheduleChange(of: index) }
    scheduleContentChange()
    bytes.setup = StreamFormat.setup
    if input.settings.manager.usesReturnPath { bytes.setup += StreamFormat.returnPath }
    bytes.names = StreamFormat.blockNames
    settle()
    socket.append(Double(bytes.setup + bytes.names))
    thread.begin(at: kernel.now, bytes: bytes.setup + bytes.names)
    if link.isBlackHole {
      let patience = BlackHole.givenUp(roundTrip: input.path.roundTrip)
      schedule(.connectionDies, after: patience, turn: .timeout)
    }
    if suspension == nil,
      input.settings.hypervisor.needsSwitchoverAck(manager: input.settings.manager)
    {
      thread.mayStopFrom = kernel.now + link.roundTrip
    }
    kernel.trace.note(1, "stream", at: kernel.now, value: memory.pending)
    beginPolling()
    runThread()
  }

  mutating func scheduleChange(of process: Int) {
    guard let span = link.processes[process].nextChange else { return }
    kernel.schedule(
      .pathChanges(process: process, connection: connection), at: streamBegan + span,
      turn: Turn.path.rawValue)
  }

  private mutating func changePath(_ process: Int) {
    settle()
    storage?.advance(to: kernel.now, on: link)
    link.change(process)
    if let reason = link.failure { return fail(reason) }
    scheduleChange(of: process)
    if awaitsMirrors { return awaitMirrors() }
    shareWithMirrors()
    let goesOn = link.isOfPath(process) && watchChangedPath()
    socket.grow(to: link.bufferLaw.payload(window: link.window))
    renewPace()
    kernel.trace.note(2, "path", at: kernel.now, value: Int64(min(link.rate, 9e18)))
    followRate(goesOn: goesOn)
  }

  /// The path carries something else from now on.
  mutating func followRate(goesOn: Bool = false) {
    if delivery != nil {
      awaitDelivery()
    } else if thread.isBlocked {
      // A buffer that grew wakes its writer.
      if socket.level <= socket.wakeLevel { thread.readyAt = kernel.now }
      runThread()
    } else if goesOn {
      runThread()
    }
  }

  private mutating func scheduleContentChange() {
    guard let instant = memory.nextContentChange(after: kernel.now) else { return }
    // As a path's, it is a change of the world that the thread finds.
    kernel.schedule(.contentChanges, at: instant, turn: Turn.path.rawValue)
  }

  private mutating func changeContent() {
    // A guest that is stopped changes nothing.
    guard thread.step != .stopping, thread.step != .stopped else { return }
    memory.changeContent(at: kernel.now)
    scheduleContentChange()
  }

  /// Brings the send buffer and what is being delivered up to now.
  mutating func settle() {
    socket.settle(at: kernel.now, rate: link.rate)
    delivery?.settle(at: kernel.now, rate: link.rate)
  }

  /// After a change of the path or of a limit.
  mutating func renewPace() {
    pace = Pace(
      link: link, socket: socket, hosts: input.hosts, downtimeLimit: downtimeLimit,
      pagesLeft: pagesLeft, pagesPerWindow: pace.pagesPerWindow)
  }

  mutating func abortAtTimeout() {
    guard thread.step != .stopped else { return }
    let limit = input.settings.timeout ?? .zero
    if iterations > 0 { closeRound(.timeout, dirtied: 0) }
    finish(.aborted(reason: convergence.reason ?? stall ?? "not done after \(limit), the timeout"))
  }

  /// The connection is dead.
  private mutating func fail(_ reason: String) {
    if thread.step != .stopped, iterations > 0 { closeRound(.connectionLost, dirtied: 0) }
    let since = suspension?.at ?? stoppedAt
    let stands =
      thread.step == .stopping || thread.step == .stopped || suspension != nil
      ? "; the guest had stood still for \(kernel.now - since)" : ""
    finish(.failed(reason: reason + stands))
  }

  private mutating func complete() {
    finish(.completed)
  }

  mutating func finish(_ outcome: Outcome) {
    if awaitsMirrors { storage?.advance(to: kernel.now, on: link) }
    let completed = outcome == .completed
    let manager = input.settings.manager
    let isManaged = !manager.showsFiguresOfQEMU
    // Another hypervisor has no such figures.
    let qemuEnd = completed && input.settings.hypervisor.isQEMU ? qemuEnd : nil
    kernel.trace.note(9, "end", at: kernel.now, value: bytes.total)
    let elapsed = endIsKnown(outcome) ? kernel.now - .start : nil
    isOver = true
    report = MigrationReport(
      outcome: outcome, timeElapsed: manager.hasPhases ? elapsed : nil,
      pause: completed ? pause : nil, suspendedAt: suspension?.at,
      pauseByGuestClock: completed ? pauseByGuestClock : nil,
      qemuTotalTime: completed ? qemuEnd.map { $0 - qemuStart } : isManaged ? nil : elapsed,
      qemuDowntime: qemuEnd.map { $0 - stoppedAt }, isManaged: isManaged,
      downtimeLimit: downtimeLimit,
      sendsWholePasses: pagesLeft != nil,
      workloadChanges: memory.settlingTime > .zero, iterations: iterations,
      bytes: bytes, precopyBytes: delivery?.precopyBytes ?? bytes.ofRAM, rounds: rounds,
      sendBuffer: ByteCount(Int64(link.bufferLaw.payload(window: link.finalWindow))),
      largestWindow: link.finalWindow, goodput: link.isBlackHole ? 0 : link.steadyRate,
      digest: kernel.trace.digest, trace: kernel.trace, storage: storageReport)
  }

  private func endIsKnown(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .completed, .aborted, .failed: true
    case .notConverged, .refused: false
    }
  }
}
