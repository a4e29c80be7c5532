#if Libvirt
  import CLibvirt
  import Foundation

  /// A domain of one host. It says nothing of whether the domain still is there.
  public final class Domain: Sendable {
    /// `virDomainState`.
    public enum State: Int32, Sendable {
      case noState, running, blocked, paused, shuttingDown, off, crashed, suspended
    }

    public let name: String
    public let uuid: String
    public let connection: Connection
    let handle: Handle

    /// Takes over the reference.
    init(handle: Handle, connection: Connection) {
      self.handle = handle
      self.connection = connection
      name = virDomainGetName(handle.pointer).map { String(cString: $0) } ?? ""
      uuid = withUnsafeTemporaryAllocation(
        of: CChar.self, capacity: Int(VIR_UUID_STRING_BUFLEN)
      ) { buffer in
        guard let text = buffer.baseAddress,
          virDomainGetUUIDString(handle.pointer, text) == 0
        else { return "" }
        return String(cString: text)
      }
    }

    deinit { virDomainFree(handle.pointer) }
  }

  extension Domain {
    /// Does something with the domain on a thread of its own.
    func call<Value: Sendable>(
      _ work: @escaping @Sendable (OpaquePointer) throws -> Value
    ) async throws -> Value {
      try await onOwnThread { try work(self.handle.pointer) }
    }

    /// A call that only says whether it went well.
    func check(
      _ doing: String, _ work: @escaping @Sendable (OpaquePointer) -> Int32
    ) async throws {
      try await call { pointer in
        guard work(pointer) >= 0 else { throw LibvirtError.last(doing: "\(doing) \(self.name)") }
      }
    }

    /// Its state, and libvirt's reason for it (`virDomainRunningReason` and so on).
    public func state() async throws -> (state: State, reason: Int32) {
      try await call { pointer in
        var number: Int32 = 0
        var reason: Int32 = 0
        guard virDomainGetState(pointer, &number, &reason, 0) == 0 else {
          throw LibvirtError.last(doing: "tell the state of domain \(self.name)")
        }
        return (State(rawValue: number) ?? .noState, reason)
      }
    }

    /// Ends it at once, as pulling the plug.
    public func destroy() async throws {
      try await check("destroy domain") { virDomainDestroy($0) }
    }

    /// Stops its processors.
    public func suspend() async throws {
      try await check("suspend domain") { virDomainSuspend($0) }
    }

    public func resume() async throws {
      try await check("resume domain") { virDomainResume($0) }
    }

    /// Its definition as it runs (formatdomain.html).
    public func xml() async throws -> String {
      try await call { pointer in
        try text(virDomainGetXMLDesc(pointer, 0), doing: "describe domain \(self.name)")
      }
    }

    /// What its definition's metadata holds in an XML namespace; nil where there is nothing.
    public func metadataXML(namespace: String) async throws -> String? {
      try await call { pointer in
        let kind = Int32(VIR_DOMAIN_METADATA_ELEMENT.rawValue)
        guard let found = virDomainGetMetadata(pointer, kind, namespace, 0) else {
          let error = LibvirtError.last(doing: "tell the metadata of domain \(self.name)")
          guard error.code == Int32(VIR_ERR_NO_DOMAIN_METADATA.rawValue) else { throw error }
          return nil
        }
        defer { free(found) }
        return String(cString: found)
      }
    }

    /// Sends a command to QEMU's monitor and gives its answer, both JSON.
    ///
    /// libvirt marks the domain as tainted by it; a query changes nothing.
    public func qemuMonitorCommand(_ command: String) async throws -> String {
      try await call { pointer in
        var answer: UnsafeMutablePointer<CChar>?
        let doing = "ask QEMU's monitor of domain \(self.name)"
        guard virDomainQemuMonitorCommand(pointer, command, &answer, 0) == 0 else {
          throw LibvirtError.last(doing: doing)
        }
        return try text(answer, doing: doing)
      }
    }
  }
#endif
