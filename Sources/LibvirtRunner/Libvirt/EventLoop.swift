#if Libvirt
  import CLibvirt
  import Foundation

  /// The thread on which libvirt reads its sockets, keeps connections alive and calls back.
  enum EventLoop {
    private static let tickMilliseconds: Int32 = 100

    /// Set up once, before the first connection, and never ended.
    private static let started: LibvirtError? = {
      guard virInitialize() == 0, virEventRegisterDefaultImpl() == 0 else {
        return LibvirtError.last(doing: "start")
      }
      // Errors are thrown; libvirt would also print each.
      virSetErrorFunc(nil) { _, _ in }
      // An iteration without any event would block for good.
      guard virEventAddTimeout(tickMilliseconds, { _, _ in }, nil, nil) >= 0 else {
        return LibvirtError.last(doing: "start its event loop")
      }
      let thread = Thread { while virEventRunDefaultImpl() == 0 {} }
      thread.name = "libvirt-events"
      thread.start()
      return nil
    }()

    static func start() throws {
      if let error = started { throw error }
    }
  }
#endif
