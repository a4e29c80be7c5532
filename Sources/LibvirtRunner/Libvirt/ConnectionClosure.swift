#if Libvirt
  import CLibvirt
  import Synchronization

  /// Notes the end of a connection, and tells those who listen to it.
  final class ConnectionClosure: Sendable {
    private struct State {
      var reason: ConnectionCloseReason?
      var listeners: [EventSink] = []
    }
    private let state = Mutex(State())

    init(of connection: Handle, uri: String) throws {
      // libvirt holds its own reference, and gives it back when it will call no more.
      let box = Unmanaged.passRetained(self).toOpaque()
      guard virConnectRegisterCloseCallback(connection.pointer, Self.noted, box, release) == 0
      else {
        release(box)
        throw LibvirtError.last(doing: "watch the connection to \(uri)")
      }
    }

    func forget(_ connection: Handle) {
      virConnectUnregisterCloseCallback(connection.pointer, Self.noted)
    }

    var reason: ConnectionCloseReason? { state.withLock { $0.reason } }

    /// Tells the sink of the connection's end, at once where it has come already.
    func tell(_ sink: EventSink) {
      let reason = state.withLock { state in
        if state.reason == nil { state.listeners.append(sink) }
        return state.reason
      }
      if let reason { sink.close(reason) }
    }

    func untell(_ sink: EventSink) {
      state.withLock { $0.listeners.removeAll { $0 === sink } }
    }

    private static let noted: virConnectCloseFunc = { _, number, box in
      guard let box else { return }
      let closure = Unmanaged<ConnectionClosure>.fromOpaque(box).takeUnretainedValue()
      let reason = ConnectionCloseReason(rawValue: number) ?? .error
      let listeners = closure.state.withLock { state in
        state.reason = reason
        defer { state.listeners = [] }
        return state.listeners
      }
      for sink in listeners { sink.close(reason) }
    }
  }

  /// Gives back the reference that a callback's box was passed with.
  let release: virFreeCallback = { box in
    guard let box else { return }
    Unmanaged<AnyObject>.fromOpaque(box).release()
  }
#endif
