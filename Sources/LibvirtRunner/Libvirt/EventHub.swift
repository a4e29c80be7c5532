#if Libvirt
  import CLibvirt
  import Synchronization

  /// Where libvirt's callbacks put what they hear on one connection, for all who listen to it.
  ///
  /// libvirt refuses to register one callback twice, so streams share this. Each registration holds
  /// a reference, and libvirt gives it back when it will call no more.
  final class EventHub: Sendable {
    typealias Listener = AsyncStream<MigrationEvent>.Continuation

    private struct State {
      var listeners: [Int: Listener] = [:]
      var nextNumber = 0
      var closeReason: ConnectionCloseReason?
    }
    private let state = Mutex(State())

    var closeReason: ConnectionCloseReason? { state.withLock { $0.closeReason } }

    /// Takes a listener, which hears at once that the connection has closed if it has.
    func add(_ listener: Listener) -> Int {
      let (number, reason) = state.withLock { state in
        state.nextNumber += 1
        state.listeners[state.nextNumber] = listener
        return (state.nextNumber, state.closeReason)
      }
      if let reason { close(reason) }
      return number
    }

    func remove(_ number: Int) {
      // Its end may be that of more than the listener, which must not come under the lock.
      _ = state.withLock { $0.listeners.removeValue(forKey: number) }
    }

    func put(_ kind: MigrationEvent.Kind, domain: OpaquePointer?) {
      let name = domain.flatMap { virDomainGetName($0) }.map { String(cString: $0) } ?? ""
      let event = MigrationEvent(kind: kind, domain: name, received: .now())
      for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield(event) }
    }

    /// Tells all of the connection's end, who by then find its reason here.
    func close(_ reason: ConnectionCloseReason) {
      let event = MigrationEvent(kind: .connectionClosed(reason), domain: "", received: .now())
      let listeners = state.withLock { state in
        state.closeReason = reason
        defer { state.listeners = [:] }
        return state.listeners
      }
      for listener in listeners.values {
        listener.yield(event)
        listener.finish()
      }
    }
  }

  extension EventHub {
    /// Registers a callback with a reference to the hub.
    func register(_ doing: String, with register: (UnsafeMutableRawPointer) -> Int32) throws
      -> Int32
    {
      let box = Unmanaged.passRetained(self).toOpaque()
      let number = register(box)
      guard number >= 0 else {
        Unmanaged<EventHub>.fromOpaque(box).release()
        throw LibvirtError.last(doing: doing)
      }
      return number
    }

    /// The hub that a callback was registered with.
    static func at(_ box: UnsafeMutableRawPointer?) -> EventHub? {
      box.map { Unmanaged<EventHub>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Gives back a registration's reference.
    static let release: virFreeCallback = { box in
      if let box { Unmanaged<EventHub>.fromOpaque(box).release() }
    }
  }
#endif
