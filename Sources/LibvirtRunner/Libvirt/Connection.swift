#if Libvirt
  import CLibvirt
  import Foundation
  import Synchronization

  /// A connection to the libvirt of one host. It ends with its last owner.
  ///
  /// Every call runs on a thread of its own, so none holds up others; one over a cut link throws
  /// when the keepalive has given up.
  public final class Connection: Sendable {
    /// How a dead link is noticed: after interval × (count + 1) without a word.
    public struct KeepAlive: Sendable {
      public var intervalSeconds: Int32
      public var count: UInt32

      public init(intervalSeconds: Int32, count: UInt32) {
        self.intervalSeconds = intervalSeconds
        self.count = count
      }

      /// As `virsh` has it: 5 s × (6 + 1).
      public static let virsh = KeepAlive(intervalSeconds: 5, count: 6)
    }

    public let uri: String
    let handle: Handle
    let hub = EventHub()
    /// A driver within this process, `test:///default`, has no link to lose or to watch.
    private let isLocal: Bool
    /// What is registered for events, once someone has listened.
    private let registrations = Mutex<EventRegistrations?>(nil)

    /// Connects to a host.
    ///
    /// - Parameters:
    ///   - uri: as libvirt has it: qemu+tcp://10.0.0.1/system.
    ///   - networkNamespace: where the socket is to belong: /run/netns/NAME or /proc/PID/ns/net.
    /// - Throws: `LibvirtError`; `RunnerProblem` where the namespace cannot be entered.
    public static func open(
      _ uri: String, networkNamespace: String? = nil, readOnly: Bool = false,
      keepAlive: KeepAlive = .virsh
    ) async throws -> Connection {
      try EventLoop.start()
      return try await onOwnThread {
        if let networkNamespace { try NetworkNamespace(path: networkNamespace).enter() }
        let flags = readOnly ? VIR_CONNECT_RO.rawValue : 0
        guard let pointer = virConnectOpenAuth(uri, nil, flags) else {
          throw LibvirtError.last(doing: "connect to \(uri)")
        }
        return try Connection(
          uri: uri, handle: Handle(pointer: pointer), keepAlive: keepAlive)
      }
    }

    private init(uri: String, handle: Handle, keepAlive: KeepAlive) throws {
      self.uri = uri
      self.handle = handle
      let answer = virConnectSetKeepAlive(
        handle.pointer, keepAlive.intervalSeconds, keepAlive.count)
      isLocal = answer < 0 && LibvirtError.last(doing: "").isUnsupported
      guard !isLocal else { return }
      guard answer >= 0 else {
        throw LibvirtError.last(doing: "keep the connection to \(uri) alive")
      }
      _ = try hub.register("watch the connection to \(uri)") { box in
        virConnectRegisterCloseCallback(handle.pointer, Self.closed, box, EventHub.release)
      }
    }

    deinit {
      let registrations = registrations.withLock { $0 }
      // Saying good-bye waits for an answer too.
      Thread.detachNewThread { [handle, isLocal] in
        registrations?.undo(on: handle.pointer)
        if !isLocal { virConnectUnregisterCloseCallback(handle.pointer, Self.closed) }
        virConnectClose(handle.pointer)
      }
    }

    private static let closed: virConnectCloseFunc = { _, reason, box in
      EventHub.at(box)?.close(ConnectionCloseReason(rawValue: reason) ?? .error)
    }

    /// Why the link to the host was lost; nil while it stands.
    public var closeReason: ConnectionCloseReason? { hub.closeReason }

    /// The host's events from now on, of all its domains, until the stream is dropped.
    ///
    /// Each call gives a stream of its own, for one consumer; what it has not yet taken waits in
    /// it. The stream keeps the connection, and ends with a lost link. QEMU's own events come from
    /// QEMU's hosts only, and need a connection that may write.
    public func events() async throws -> AsyncStream<MigrationEvent> {
      try await onOwnThread {
        try self.registrations.withLock { registrations in
          guard registrations == nil else { return }
          registrations = try EventRegistrations(on: self.handle.pointer, hub: self.hub)
        }
      }
      return stream()
    }

    /// Returns when the link to the host is lost, or the task is cancelled.
    func lost() async {
      for await event in stream() {
        if case .connectionClosed = event.kind { return }
      }
    }

    private func stream() -> AsyncStream<MigrationEvent> {
      let (stream, continuation) = AsyncStream.makeStream(of: MigrationEvent.self)
      let number = hub.add(continuation)
      continuation.onTermination = { _ in self.hub.remove(number) }
      return stream
    }
  }

  extension Connection {
    /// Does something with the connection on a thread of its own.
    func call<Value: Sendable>(
      _ work: @escaping @Sendable (OpaquePointer) throws -> Value
    ) async throws -> Value {
      try await onOwnThread { try work(self.handle.pointer) }
    }

    /// A version as libvirt writes it, 11003000, in its usual form: 11.3.0.
    private static func version(_ number: UInt) -> String {
      "\(number / 1_000_000).\(number / 1_000 % 1_000).\(number % 1_000)"
    }

    /// The version of the host's libvirt.
    public func libvirtVersion() async throws -> String {
      try await call { pointer in
        var number: UInt = 0
        guard virConnectGetLibVersion(pointer, &number) == 0 else {
          throw LibvirtError.last(doing: "tell its version")
        }
        return Self.version(number)
      }
    }

    /// The version of the host's hypervisor, QEMU's of its default binary.
    public func hypervisorVersion() async throws -> String {
      try await call { pointer in
        var number: UInt = 0
        guard virConnectGetVersion(pointer, &number) == 0 else {
          throw LibvirtError.last(doing: "tell the hypervisor's version")
        }
        return Self.version(number)
      }
    }

    /// The host's name, as its libvirt knows it.
    public func hostname() async throws -> String {
      try await call { try text(virConnectGetHostname($0), doing: "tell the host's name") }
    }

    /// The host's capabilities (formatcaps.html): its UUID, processor and guest types.
    public func capabilitiesXML() async throws -> String {
      try await call { try text(virConnectGetCapabilities($0), doing: "tell its capabilities") }
    }
  }

  /// Takes a string that libvirt has allocated.
  func text(_ pointer: UnsafeMutablePointer<CChar>?, doing: String) throws -> String {
    guard let pointer else { throw LibvirtError.last(doing: doing) }
    defer { free(pointer) }
    return String(cString: pointer)
  }
#endif
