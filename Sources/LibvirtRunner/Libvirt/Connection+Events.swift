#if Libvirt
  import CLibvirt
  import Foundation

  /// Where callbacks put what they hear.
  final class EventSink: Sendable {
    let continuation: AsyncStream<MigrationEvent>.Continuation

    init(_ continuation: AsyncStream<MigrationEvent>.Continuation) {
      self.continuation = continuation
    }

    func put(_ kind: MigrationEvent.Kind, domain: OpaquePointer?) {
      let received = Reading.now()
      let name = domain.flatMap { virDomainGetName($0) }.map { String(cString: $0) } ?? ""
      continuation.yield(MigrationEvent(kind: kind, domain: name, received: received))
    }

    func close(_ reason: ConnectionCloseReason) {
      put(.connectionClosed(reason), domain: nil)
      continuation.finish()
    }

    /// The sink that a callback was registered with.
    static func at(_ box: UnsafeMutableRawPointer?) -> EventSink? {
      box.map { Unmanaged<EventSink>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  extension Connection {
    /// The host's events from now on, of all its domains, until the stream is dropped.
    ///
    /// For one consumer; each call gives a stream of its own. QEMU's own events come with QEMU's
    /// hypervisor only. Between two events nothing is lost: they wait in the stream.
    public func events() async throws -> AsyncStream<MigrationEvent> {
      let (stream, continuation) = AsyncStream.makeStream(of: MigrationEvent.self)
      let sink = EventSink(continuation)
      let registrations = try await call { try Registrations(on: $0, sink: sink) }
      // The stream holds the connection until libvirt has been told to call no more.
      continuation.onTermination = { [self] _ in
        closure?.untell(sink)
        Thread.detachNewThread { registrations.undo(on: self.handle.pointer) }
      }
      closure?.tell(sink)
      return stream
    }
  }

  /// What is registered with libvirt for one stream.
  private struct Registrations: Sendable {
    var domainEvents: [Int32] = []
    var monitorEvents: [Int32] = []

    init(on connection: OpaquePointer, sink: EventSink) throws {
      let callbacks: [(virDomainEventID, virConnectDomainEventGenericCallback)] = [
        (VIR_DOMAIN_EVENT_ID_LIFECYCLE, Callbacks.lifecycle),
        (VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, Callbacks.iteration),
        (VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, Callbacks.jobCompleted),
      ]
      do {
        for (event, callback) in callbacks {
          domainEvents.append(
            try Self.register(sink) { box in
              virConnectDomainEventRegisterAny(
                connection, nil, Int32(event.rawValue), callback, box, release)
            })
        }
        if let type = virConnectGetType(connection), String(cString: type) == "QEMU" {
          monitorEvents.append(
            try Self.register(sink) { box in
              virConnectDomainQemuMonitorEventRegister(
                connection, nil, "^(STOP|RESUME|MIGRATION|MIGRATION_PASS)$", Callbacks.monitor, box,
                release, VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX.rawValue)
            })
        }
      } catch {
        undo(on: connection)
        throw error
      }
    }

    private static func register(
      _ sink: EventSink, with register: (UnsafeMutableRawPointer) -> Int32
    ) throws -> Int32 {
      // libvirt holds its own reference, and gives it back when it will call no more.
      let box = Unmanaged.passRetained(sink).toOpaque()
      let number = register(box)
      guard number >= 0 else {
        release(box)
        throw LibvirtError.last(doing: "listen to events")
      }
      return number
    }

    func undo(on connection: OpaquePointer) {
      for number in domainEvents { virConnectDomainEventDeregisterAny(connection, number) }
      for number in monitorEvents { virConnectDomainQemuMonitorEventDeregister(connection, number) }
    }
  }

  /// What libvirt calls on its event loop's thread.
  private enum Callbacks {
    static let lifecycle: virConnectDomainEventGenericCallback = {
      let callback:
        @convention(c) (
          OpaquePointer?, OpaquePointer?, Int32, Int32, UnsafeMutableRawPointer?
        ) -> Int32 = { _, domain, event, detail, box in
          EventSink.at(box)?.put(
            .lifecycle(LifecycleChange(event: event, detail: detail)), domain: domain)
          return 0
        }
      return unsafeBitCast(callback, to: virConnectDomainEventGenericCallback.self)
    }()

    static let iteration: virConnectDomainEventGenericCallback = {
      let callback: virConnectDomainEventMigrationIterationCallback = { _, domain, count, box in
        EventSink.at(box)?.put(.iteration(Int(count)), domain: domain)
      }
      return unsafeBitCast(callback, to: virConnectDomainEventGenericCallback.self)
    }()

    static let jobCompleted: virConnectDomainEventGenericCallback = {
      let callback: virConnectDomainEventJobCompletedCallback = { _, domain, values, count, box in
        let statistics = JobStatistics(
          kind: nil, parameters: TypedParameters(values, count: count))
        EventSink.at(box)?.put(.jobCompleted(statistics), domain: domain)
      }
      return unsafeBitCast(callback, to: virConnectDomainEventGenericCallback.self)
    }()

    static let monitor: virConnectDomainQemuMonitorEventCallback = {
      _, domain, name, seconds, micros, details, box in
      let event = MonitorEvent(
        name: name.map { String(cString: $0) } ?? "",
        qemuMicroseconds: seconds < 0 ? nil : Int64(seconds) * 1_000_000 + Int64(micros),
        details: details.map { String(cString: $0) })
      EventSink.at(box)?.put(.monitor(event), domain: domain)
    }
  }
#endif
