#if Libvirt
  import CLibvirt

  /// What is registered with libvirt for one connection's events.
  struct EventRegistrations: Sendable {
    private var domainEvents: [Int32] = []
    private var monitorEvents: [Int32] = []

    /// - Throws: `LibvirtError`; then nothing stays registered.
    init(on connection: OpaquePointer, hub: EventHub) throws {
      do {
        for (event, callback) in Self.callbacks {
          domainEvents.append(
            try hub.register("listen to events") { box in
              virConnectDomainEventRegisterAny(
                connection, nil, Int32(event.rawValue), callback, box, EventHub.release)
            })
        }
        if let type = virConnectGetType(connection), String(cString: type) == "QEMU" {
          monitorEvents.append(
            try hub.register("listen to QEMU's events") { box in
              virConnectDomainQemuMonitorEventRegister(
                connection, nil, Self.monitorEvents, Self.monitor, box,
                EventHub.release, VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX.rawValue)
            })
        }
      } catch {
        undo(on: connection)
        throw error
      }
    }

    func undo(on connection: OpaquePointer) {
      for number in domainEvents { virConnectDomainEventDeregisterAny(connection, number) }
      for number in monitorEvents { virConnectDomainQemuMonitorEventDeregister(connection, number) }
    }
  }

  /// What libvirt calls on its event loop's thread.
  extension EventRegistrations {
    private static let monitorEvents =
      "^(STOP|RESUME|MIGRATION|MIGRATION_PASS|BLOCK_JOB_READY|BLOCK_JOB_COMPLETED)$"

    private static var callbacks: [(virDomainEventID, virConnectDomainEventGenericCallback)] {
      let generic = virConnectDomainEventGenericCallback.self
      // The event's number says with which arguments libvirt calls.
      return [
        (VIR_DOMAIN_EVENT_ID_LIFECYCLE, unsafeBitCast(lifecycle, to: generic)),
        (VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, unsafeBitCast(iteration, to: generic)),
        (VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, unsafeBitCast(jobCompleted, to: generic)),
      ]
    }

    private static let lifecycle:
      @convention(c) (OpaquePointer?, OpaquePointer?, Int32, Int32, UnsafeMutableRawPointer?) ->
        Int32 = { _, domain, event, detail, box in
          let change = LifecycleChange(event: event, detail: detail)
          EventHub.at(box)?.put(.lifecycle(change), domain: domain)
          return 0
        }

    private static let iteration: virConnectDomainEventMigrationIterationCallback = {
      _, domain, count, box in
      EventHub.at(box)?.put(.iteration(Int(count)), domain: domain)
    }

    private static let jobCompleted: virConnectDomainEventJobCompletedCallback = {
      _, domain, values, count, box in
      let parameters = TypedParameters(values, count: count)
      EventHub.at(box)?.put(
        .jobCompleted(JobStatistics(kind: nil, parameters: parameters)), domain: domain)
    }

    private static let monitor: virConnectDomainQemuMonitorEventCallback = {
      _, domain, name, seconds, micros, details, box in
      let event = MonitorEvent(
        name: name.map { String(cString: $0) } ?? "",
        qemuMicroseconds: seconds < 0 ? nil : Int64(seconds) * 1_000_000 + Int64(micros),
        details: details.map { String(cString: $0) })
      EventHub.at(box)?.put(.monitor(event), domain: domain)
    }
  }
#endif
