#if Libvirt
  import Synchronization
  import Testing

  @testable import LibvirtRunner

  @Suite struct LibvirtEventHubs {
    @Test func whoHearsOfTheEndFindsItsReason() {
      let hub = EventHub()
      let (stream, continuation) = AsyncStream.makeStream(of: MigrationEvent.self)
      let found = Mutex<ConnectionCloseReason?>(nil)
      continuation.onTermination = { _ in found.withLock { $0 = hub.closeReason } }
      _ = hub.add(continuation)
      hub.close(.keepalive)
      #expect(found.withLock { $0 } == .keepalive)
      withExtendedLifetime(stream) {}
    }

    @Test func whoComesAfterTheEndHearsOfItAtOnce() async {
      let hub = EventHub()
      hub.close(.endOfFile)
      let (stream, continuation) = AsyncStream.makeStream(of: MigrationEvent.self)
      _ = hub.add(continuation)
      var kinds: [MigrationEvent.Kind] = []
      for await event in stream { kinds.append(event.kind) }
      #expect(kinds == [.connectionClosed(.endOfFile)])
    }
  }
#endif
