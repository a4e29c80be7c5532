#if Libvirt
  import Testing

  @testable import LibvirtRunner

  @Suite struct LibvirtEvents {
    /// The changes of one domain, up to and with the last one wanted.
    private func changes(
      of name: String, in events: AsyncStream<MigrationEvent>, until last: String
    ) async -> [String] {
      var seen: [String] = []
      for await event in events where event.domain == name {
        guard case .lifecycle(let change) = event.kind else { continue }
        seen.append("\(change)")
        if seen.last == last { break }
      }
      return seen
    }

    @Test(.timeLimit(.minutes(1)))
    func aDomainsChangesComeInTheirOrder() async throws {
      let connection = try await Connection.open(LibvirtConnections.uri)
      let events = try await connection.events()
      let domain = try await connection.createDomain(xml: LibvirtConnections.xml(name: "changing"))
      try await domain.suspend()
      try await domain.resume()
      try await domain.destroy()
      #expect(
        await changes(of: "changing", in: events, until: "stopped (destroyed)") == [
          "started (booted)", "suspended (paused)", "resumed (unpaused)", "stopped (destroyed)",
        ])
    }

    @Test(.timeLimit(.minutes(1)))
    func eachListenerHearsAll() async throws {
      let connection = try await Connection.open(LibvirtConnections.uri)
      let (one, other) = (try await connection.events(), try await connection.events())
      let domain = try await connection.createDomain(xml: LibvirtConnections.xml(name: "heard"))
      try await domain.destroy()
      async let first = changes(of: "heard", in: one, until: "stopped (destroyed)")
      async let second = changes(of: "heard", in: other, until: "stopped (destroyed)")
      #expect(await first == second)
    }

    @Test(.timeLimit(.minutes(1)))
    func aReadingOfTheClocksIsTakenWithEachEvent() async throws {
      let connection = try await Connection.open(LibvirtConnections.uri)
      let events = try await connection.events()
      let before = Reading.now()
      let domain = try await connection.createDomain(xml: LibvirtConnections.xml(name: "clocked"))
      let received = await events.first { $0.domain == "clocked" }?.received
      let after = Reading.now()
      try await domain.destroy()
      let monotonic = before.monotonicNanoseconds...after.monotonicNanoseconds
      #expect(received.map { monotonic.contains($0.monotonicNanoseconds) } == true)
    }

    @Test(.timeLimit(.minutes(1)))
    func nothingIsKeptWhenTheLastListenerHasGone() async throws {
      weak var connection: Connection?
      weak var hub: EventHub?
      do {
        let opened = try await Connection.open(LibvirtConnections.uri)
        (connection, hub) = (opened, opened.hub)
        let events = try await opened.events()
        #expect(hub != nil)
        withExtendedLifetime(events) {}
      }
      // Saying good-bye takes a thread, and with it a moment.
      while connection != nil || hub != nil { try await Task.sleep(for: .milliseconds(10)) }
    }

    @Test(.timeLimit(.minutes(1)))
    func aStreamKeepsItsConnection() async throws {
      let events = try await Connection.open(LibvirtConnections.uri).events()
      let other = try await Connection.open(LibvirtConnections.uri)
      let domain = try await other.createDomain(xml: LibvirtConnections.xml(name: "kept"))
      try await domain.destroy()
      #expect(await changes(of: "kept", in: events, until: "stopped (destroyed)").count == 2)
    }
  }
#endif
