import EventKernel
import Quantities

/// The migration thread's loop, as QEMU 7.2 and 10.0 have it in common (`migration_thread` and
/// `migration_iteration_run`, migration/migration.c).
extension Migration {
  /// Runs the thread until it must wait for something that an event may change.
  mutating func runThread() {
    while !isOver {
      if thread.isBlocked { continueWriting() }
      if thread.readyAt > kernel.now {
        guard thread.readyAt < kernel.horizon else { return sleepThread() }
        kernel.advance(to: thread.readyAt)
        continue
      }
      switch thread.step {
      case .test: test()
      case .pages:
        switch followSlices() {
        case .sleeps: return sleepThread()
        case .goesOn: continue
        case .cannot: sendPages()
        }
      case .write:
        write(thread.toWrite)
        thread.step = .sliceTest
      case .sliceTest: testSlice()
      case .window: limitRate()
      case .stopping: return writeRemainder()
      case .stopped: return
      }
    }
  }

  /// Leaves the thread to the queue: another event comes first, or at the same instant.
  private mutating func sleepThread() {
    thread.generation += 1
    // Behind a path that carries nothing, only a change of the path can wake it.
    guard thread.readyAt < .start + .horizon else { return }
    kernel.schedule(
      .threadRuns(generation: thread.generation), at: thread.readyAt, turn: Turn.thread.rawValue)
  }

  /// Hands bytes to the socket; what it does not take blocks the thread.
  mutating func write(_ count: Double) {
    settle()
    thread.toWrite = 0
    thread.unwritten = count - socket.accept(count)
    if thread.isBlocked { awaitSpace() }
  }

  /// A blocked writer is not woken before a third of the buffer is free; then it fills it again.
  private mutating func continueWriting() {
    settle()
    // A wake-up falls on a whole nanosecond, so up to that much may still be missing.
    let hasSpace = socket.level <= socket.wakeLevel + link.rate * 1e-9 + 1e-6
    if hasSpace, thread.readyAt <= kernel.now {
      thread.unwritten -= socket.accept(thread.unwritten)
      if thread.unwritten < 1e-6 { thread.unwritten = 0 }
      if thread.isBlocked { awaitSpace() }
    } else if !hasSpace {
      awaitSpace()
    }
  }

  private mutating func awaitSpace() {
    let lateness = thread.lateness.next(mean: input.hosts.wakeUp)
    thread.readyAt = kernel.now + socket.timeToWake(rate: link.rate) + lateness
  }

  /// Asks the hypervisor's rule what comes next, and does it.
  private mutating func test() {
    switch nextStep {
    case .synchronise:
      thread.isFresh = true
      synchronise()
    case .awaitAcknowledgement: thread.readyAt = thread.mayStopFrom
    case .switchOver: stop()
    case .send:
      thread.isFresh = false
      if !jump() { beginSlice() }
    case .sendUnchanged: sendUnchanged()
    }
  }

  /// What the rule says of the present state.
  var nextStep: PrecopyStep {
    rule.next(
      PrecopyState(
        pending: PageCount(memory.pending), threshold: ByteCount(thread.window.threshold),
        iterations: iterations, isFresh: thread.isFresh,
        isAcknowledged: kernel.now >= thread.mayStopFrom,
        sentInRound: PageCount(thread.roundSent.count),
        skippedInRound: PageCount(thread.roundSkipped),
        sent: PageCount(bytes.normalPages + bytes.zeroPages), memory: input.guest.pages))
  }

  mutating func beginSlice() {
    thread.slice = Slice(start: kernel.now)
    thread.step = .pages
  }

  private mutating func synchronise() {
    let left = memory.pending
    let dirtied = memory.synchronise(at: guestNow)
    iterations += 1
    closeRound(left == 0 ? .allSent : .belowThreshold, left: left, dirtied: dirtied)
    kernel.trace.note(3, "synchronisation", at: kernel.now, value: memory.pending)
    sampleLevels()
    watchConvergence()
  }

  /// Ends a round and begins the next.
  mutating func closeRound(_ cause: Round.EndCause, left: Int64? = nil, dirtied: Int64) {
    rounds.append(
      Round(
        number: rounds.count + 1, endCause: cause, start: thread.roundStart,
        duration: kernel.now - thread.roundStart,
        sent: .init(normal: thread.roundSent.normal, zero: thread.roundSent.zero),
        pagesSkipped: thread.roundSkipped,
        pagesDirtied: dirtied, pagesLeft: left ?? memory.pending,
        bandwidth: Int64(thread.window.bytesPerMillisecond * 8000),
        threshold: threshold))
    thread.roundStart = kernel.now
    thread.roundSent = SentPages()
    thread.roundSkipped = 0
    thread.unchangedUntil = 0
  }

  /// Whether the bandwidth window was over.
  @discardableResult
  mutating func closeWindow(at now: Instant) -> Bool {
    guard thread.window.isOver(at: now) else { return false }
    thread.window.close(at: now, downtimeLimit: downtimeLimit)
    kernel.trace.note(4, "window", at: now, value: thread.window.threshold)
    sampleBandwidth()
    return true
  }

  private mutating func limitRate() {
    if closeWindow(at: kernel.now) {
      thread.step = .test
    } else if let budget = windowBudget, thread.window.charged > budget {
      thread.readyAt =
        thread.window.start + .milliseconds(BandwidthWindow.milliseconds)
        + input.hosts.rateLimitSlack
      if thread.readyAt > kernel.now { return }
    }
    thread.step = .test
  }
}
