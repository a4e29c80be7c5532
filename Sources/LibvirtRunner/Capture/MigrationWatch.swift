#if Libvirt
  import Quantities
  import Records
  import Synchronization

  /// Sees one migration through: starts it, polls, listens, keeps its timeout, and ends one that
  /// hangs.
  final class MigrationWatch: Sendable {
    enum Ending: Sendable, Equatable {
      case completed
      case aborted(String)
      case failed(String)
    }

    static let pollingInterval: Duration = .milliseconds(50)

    private let domain: Domain
    private let hosts: HostPair
    private let options: MigrationOptions
    private let waits: CaptureWaits
    /// Those whose writes are counted.
    private let disks: [String]
    /// Looks at the stream's socket on the source, where that can be seen.
    private let socket: @Sendable () async -> StreamSocket?
    private let seen = Mutex(Seen())

    private struct Seen {
      var polls: [Observation.Poll] = []
      var events: [MigrationEvent] = []
      var destinationEvents: [MigrationEvent] = []
      var sockets: [StreamSocket] = []
      var ending: Ending?
      /// Why the runner itself asked for the end.
      var abortReason: String?
      /// Whether the runner itself stopped the guest.
      var isSuspended = false
    }

    init(
      _ domain: Domain, on hosts: HostPair, options: MigrationOptions, waits: CaptureWaits,
      disks: [String] = [],
      socket: @escaping @Sendable () async -> StreamSocket?
    ) {
      self.domain = domain
      self.hosts = hosts
      self.options = options
      self.waits = waits
      self.disks = disks
      self.socket = socket
    }

    /// Migrates, and gives what was seen and how it ended.
    ///
    /// - Throws: `RunnerProblem` where the migration cannot even be ended; the domain may then be
    ///   anywhere, and must be cleared away.
    func run() async throws -> (Observation, Ending, [StreamSocket]) {
      let sourceEvents = try await hosts.source.events()
      let destinationEvents = try await hosts.destination.events()
      let listeners = [
        Task { await self.listen(sourceEvents, isSource: true) },
        Task { await self.listen(destinationEvents, isSource: false) },
      ]
      defer { for listener in listeners { listener.cancel() } }
      let start = Reading.now()
      let migration = Task { await self.migrate() }
      defer { migration.cancel() }
      let looking = Task { await self.lookAtSocket() }
      defer { looking.cancel() }
      do {
        try await poll(from: start)
      } catch {
        // Whatever it was, such as a guest that could not be stopped: nothing is left under way.
        if seen.withLock({ $0.abortReason == nil }) { try? await abort("\(error)") }
        await resumeUnlessMoved()
        throw error
      }
      await resumeUnlessMoved()
      // libvirt's answer and QEMU's last events come by different ways.
      try await waitForLastEvents()
      let completed = await completedStatistics()
      return seen.withLock { seen in
        var observation = Observation()
        observation.polls = seen.polls.sorted { $0.at < $1.at }
        observation.completed = completed
        observation.read(
          seen.events, seen.destinationEvents, start: start, sharesClock: hosts.sharesClock)
        return (observation, seen.ending ?? .failed("it did not say how it ended"), seen.sockets)
      }
    }

    private func migrate() async {
      let management: MigrationParameters.Management =
        options.peerToPeer ? .peerToPeer(destination: hosts.destinationURI) : .client
      let parameters = MigrationParameters(
        management: management, streamURI: hosts.streamURI, bandwidth: options.bandwidth,
        storage: options.storage)
      var ending = Ending.completed
      do {
        try await domain.migrate(to: hosts.client, parameters: parameters)
      } catch {
        ending = .failed("\(error)")
      }
      seen.withLock { seen in
        if case .failed(let told) = ending, let reason = seen.abortReason {
          ending = reason.hasPrefix("timeout") ? .aborted(reason) : .failed("\(reason): \(told)")
        }
        seen.ending = ending
      }
    }

    private func listen(_ events: AsyncStream<MigrationEvent>, isSource: Bool) async {
      for await event in events where event.domain == domain.name || event.domain.isEmpty {
        seen.withLock { seen in
          if isSource { seen.events.append(event) } else { seen.destinationEvents.append(event) }
        }
      }
    }

    private func lookAtSocket() async {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(2))
        if let facts = await socket() { seen.withLock { $0.sockets.append(facts) } }
      }
    }

    private var ending: Ending? { seen.withLock { $0.ending } }

    /// Polls until the migration has ended, and sees to its timeout and to standstills.
    private func poll(from start: Reading) async throws {
      let clock = ContinuousClock()
      let began = clock.now
      var next = began
      var processed: Int64 = -1
      var moved = clock.now
      var isTimedOut = false
      while ending == nil {
        if Task.isCancelled { try await giveUp() }
        if let poll = await look(since: start) {
          let now = (poll["memory_processed"] ?? 0) + (poll["disk_processed"] ?? 0)
          if now != processed {
            processed = now
            moved = clock.now
          }
          seen.withLock { $0.polls.append(poll) }
        }
        if let timeout = options.timeout, !isTimedOut,
          clock.now - began >= .nanoseconds(timeout.count)
        {
          isTimedOut = true
          switch options.onTimeout {
          case .abort: try await abort("timeout of \(timeout)")
          case .suspend: try await suspend()
          }
        }
        if clock.now - moved > waits.patience, ending == nil {
          try await abort("no byte moved for \(waits.patience)")
        }
        next = max(next + Self.pollingInterval, clock.now)
        // Cut short where the task is cancelled, which is seen at once.
        try? await clock.sleep(until: next)
      }
    }

    private func look(since start: Reading) async -> Observation.Poll? {
      guard let statistics = try? await domain.jobStatistics(),
        statistics.memoryTotal != nil || statistics.diskTotal != nil
      else { return nil }
      let now = Reading.now().monotonicNanoseconds
      var values = statistics.parameters.integers
      if !disks.isEmpty {
        var writes: Int64? = 0
        for disk in disks {
          let count = try? await domain.writes(to: disk)
          writes = writes.flatMap { sum in count.map { sum + $0 } }
        }
        values["disk_writes"] = writes
      }
      return Observation.Poll(at: now - start.monotonicNanoseconds, values: values)
    }

    /// Aborts, and waits until the migration has ended: out of a cancellation's reach, since a
    /// connection dropped in the midst of a migration leaves the guest stopped on the source, and
    /// nobody to start it again.
    private func abort(_ reason: String) async throws {
      seen.withLock { $0.abortReason = reason }
      try await Task {
        let deadline = ContinuousClock().now + waits.abortPatience
        while ending == nil {
          guard ContinuousClock().now < deadline else {
            throw RunnerProblem("\(reason), and the migration could not be aborted")
          }
          // Asked again, since there is no job yet where the migration has only just been asked
          // for. Where it has just ended there is none either: its end tells.
          try? await domain.abortJob()
          try await Task.sleep(for: Self.pollingInterval)
        }
      }.value
    }

    /// Ends the migration before leaving it.
    private func giveUp() async throws -> Never {
      try await abort("interrupted")
      throw CancellationError()
    }

    /// Stops the guest, so that the rest can be sent.
    private func suspend() async throws {
      do {
        try await domain.suspend()
        seen.withLock { $0.isSuspended = true }
      } catch let error as LibvirtError where error.isMissingDomain || error.isInvalidState {
        return  // the migration has just ended: its end tells
      }
    }

    /// A guest that stays must not stay stopped.
    private func resumeUnlessMoved() async {
      guard ending != .completed, seen.withLock({ $0.isSuspended }) else { return }
      try? await domain.resume()
    }

    private func waitForLastEvents() async throws {
      guard ending == .completed else { return }
      for _ in 0..<20 {
        let isComplete = seen.withLock { seen in
          seen.destinationEvents.contains { $0.isMonitor("RESUME") }
            && seen.events.contains { $0.isMonitor("STOP") }
        }
        if isComplete { return }
        try await Task.sleep(for: Self.pollingInterval)
      }
    }

    /// What the destination says of the finished job, its clock having seen the guest resume.
    private func completedStatistics() async -> [String: Int64]? {
      guard ending == .completed,
        let moved = try? await hosts.destination.domain(named: domain.name),
        let statistics = try? await moved.completedJobStatistics()
      else { return nil }
      return statistics.parameters.integers
    }
  }

  extension MigrationEvent {
    func isMonitor(_ name: String) -> Bool {
      if case .monitor(let event) = kind { event.name == name } else { false }
    }
  }

  extension Observation {
    /// Takes synchronisations, STOP and RESUME from the hosts' events.
    ///
    /// QEMU's own timestamps count where both hosts share the runner's clock; otherwise the time at
    /// which the runner was told, which is later by the way of the message.
    fileprivate mutating func read(
      _ source: [MigrationEvent], _ destination: [MigrationEvent], start: Reading,
      sharesClock: Bool
    ) {
      func instants(of name: String, in events: [MigrationEvent]) -> [Int64] {
        events.compactMap { event in
          guard case .monitor(let told) = event.kind, told.name == name else { return nil }
          if sharesClock, let microseconds = told.qemuMicroseconds {
            return microseconds * 1000 - start.wallNanoseconds
          }
          return event.received.monotonicNanoseconds - start.monotonicNanoseconds
        }.filter { $0 >= 0 }
      }
      passes = instants(of: "MIGRATION_PASS", in: source)
      // Of several disks, the last.
      mirrored = instants(of: "BLOCK_JOB_READY", in: source).last
      mirrorsEnded = instants(of: "BLOCK_JOB_COMPLETED", in: source).last
      stopped = instants(of: "STOP", in: source).last
      resumed = instants(of: "RESUME", in: destination).last
      let statuses = source.filter { event in
        if case .monitor(let told) = event.kind {
          told.details?.contains("completed") == true
        } else {
          false
        }
      }
      ended = instants(of: "MIGRATION", in: statuses).last
    }
  }
#endif
