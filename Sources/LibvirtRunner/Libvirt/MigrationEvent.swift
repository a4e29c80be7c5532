#if Libvirt
  import Glibc

  /// Something that a host's libvirt told of one of its domains.
  public struct MigrationEvent: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
      case lifecycle(LifecycleChange)
      /// QEMU synchronised its dirty bitmap, so often now; the synchronisation in set-up is 1.
      case iteration(Int)
      /// The source's migration went through; a failed one sends none.
      case jobCompleted(JobStatistics)
      /// One of QEMU's own events: STOP, RESUME, MIGRATION, MIGRATION_PASS.
      case monitor(MonitorEvent)
      /// The link to the host's libvirt is no more; the last event of its stream.
      case connectionClosed(ConnectionCloseReason)
    }

    public var kind: Kind
    /// The domain's name; empty where the connection itself is meant.
    public var domain: String
    /// When the runner was told.
    public var received: Reading
  }

  /// One of QEMU's own events, as its monitor sent it.
  public struct MonitorEvent: Sendable, Equatable {
    public var name: String
    /// QEMU's own time, by its host's wall clock: µs since 1970. nil where it gave none.
    public var qemuMicroseconds: Int64?
    /// JSON: {"status": "active"}, {"pass": 2}.
    public var details: String?
  }

  /// The runner's two clocks, read one after the other.
  public struct Reading: Sendable, Equatable {
    /// CLOCK_MONOTONIC: for spans between two readings.
    public var monotonicNanoseconds: Int64
    /// CLOCK_REALTIME, since 1970: to be set beside QEMU's timestamps.
    public var wallNanoseconds: Int64

    public static func now() -> Reading {
      Reading(
        monotonicNanoseconds: nanoseconds(CLOCK_MONOTONIC),
        wallNanoseconds: nanoseconds(CLOCK_REALTIME))
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
      var time = timespec()
      clock_gettime(clock, &time)
      return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
  }

  /// Why a connection is no more (`virConnectCloseReason`).
  public enum ConnectionCloseReason: Int32, Sendable {
    case error, endOfFile, keepalive, client
  }
#endif
