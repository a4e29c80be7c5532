#if Libvirt
  import CLibvirt
  import Foundation

  extension Connection {
    /// - Throws: `LibvirtError` with `isMissingDomain` where there is none.
    public func domain(named name: String) async throws -> Domain {
      try await domain(doing: "find domain \(name)") { virDomainLookupByName($0, name) }
    }

    /// - Throws: `LibvirtError` with `isMissingDomain` where there is none.
    public func domain(uuid: String) async throws -> Domain {
      try await domain(doing: "find domain \(uuid)") { virDomainLookupByUUIDString($0, uuid) }
    }

    /// Starts a transient domain, one that is forgotten when it stops (virDomainCreateXML).
    public func createDomain(xml: String, paused: Bool = false) async throws -> Domain {
      let flags = paused ? VIR_DOMAIN_START_PAUSED.rawValue : VIR_DOMAIN_NONE.rawValue
      return try await domain(doing: "start the domain") { virDomainCreateXML($0, xml, flags) }
    }

    /// All domains, running or not.
    public func domains() async throws -> [Domain] {
      try await call { pointer in
        var list: UnsafeMutablePointer<OpaquePointer?>?
        let count = virConnectListAllDomains(pointer, &list, 0)
        guard count >= 0 else { throw LibvirtError.last(doing: "list the domains of \(self.uri)") }
        defer { free(list) }
        return UnsafeBufferPointer(start: list, count: Int(count)).compactMap { domain in
          domain.map { Domain(handle: Handle(pointer: $0), connection: self) }
        }
      }
    }

    private func domain(
      doing: String, _ find: @escaping @Sendable (OpaquePointer) -> OpaquePointer?
    ) async throws -> Domain {
      try await call { pointer in
        guard let domain = find(pointer) else { throw LibvirtError.last(doing: doing) }
        return Domain(handle: Handle(pointer: domain), connection: self)
      }
    }
  }
#endif
