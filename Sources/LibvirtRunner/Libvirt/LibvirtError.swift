#if Libvirt
  import CLibvirt

  /// What libvirt says went wrong, with its own numbers (virterror.h).
  public struct LibvirtError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A `virErrorNumber`: 42 is VIR_ERR_NO_DOMAIN.
    public var code: Int32
    /// The part of libvirt that it comes from, a `virErrorDomain`: 7 is VIR_FROM_RPC.
    public var domain: Int32
    public var message: String
    /// What the runner was about: "migrate domain ferry-a".
    public var doing: String

    public var description: String { "libvirt could not \(doing): \(message)" }
  }

  extension LibvirtError {
    /// The thread's last error, so it must be read on the thread of the call that failed.
    static func last(doing: String) -> LibvirtError {
      guard let error = virGetLastError()?.pointee else {
        return LibvirtError(code: 0, domain: 0, message: "it did not say why", doing: doing)
      }
      let message = error.message.map { String(cString: $0) } ?? "it did not say why"
      return LibvirtError(code: error.code, domain: error.domain, message: message, doing: doing)
    }

    /// No domain of that name or UUID is on that host.
    public var isMissingDomain: Bool { code == Int32(VIR_ERR_NO_DOMAIN.rawValue) }
    /// The host or its driver has no such function.
    public var isUnsupported: Bool { code == Int32(VIR_ERR_NO_SUPPORT.rawValue) }
    /// The host's state does not allow it: no job to abort, no guest running.
    public var isInvalidState: Bool { code == Int32(VIR_ERR_OPERATION_INVALID.rawValue) }
    /// The call was ended because the job was aborted.
    public var isAborted: Bool { code == Int32(VIR_ERR_OPERATION_ABORTED.rawValue) }
  }
#endif
