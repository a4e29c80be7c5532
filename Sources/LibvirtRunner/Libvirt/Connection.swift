#if Libvirt
  import CLibvirt
  import Foundation

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
    /// nil for a driver within this process, `test:///default`, which has no link to lose.
    let closure: ConnectionClosure?

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
      let isLocal = answer < 0 && LibvirtError.last(doing: "keep alive").isUnsupported
      do {
        guard answer >= 0 || isLocal else {
          throw LibvirtError.last(doing: "keep the connection to \(uri) alive")
        }
        closure = isLocal ? nil : try ConnectionClosure(of: handle, uri: uri)
      } catch {
        virConnectClose(handle.pointer)
        throw error
      }
    }

    deinit {
      // Saying good-bye waits for an answer too.
      Thread.detachNewThread { [handle, closure] in
        closure?.forget(handle)
        virConnectClose(handle.pointer)
      }
    }

    /// Why the link to the host was lost; nil while it stands.
    public var closeReason: ConnectionCloseReason? { closure?.reason }
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
