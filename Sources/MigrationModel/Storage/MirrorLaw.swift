import Quantities

/// What QEMU's mirror to an NBD export does (`block/mirror.c`, `block/nbd.c`), in numbers.
enum MirrorLaw {
  /// Granularity of the dirty bitmap: an NBD target has no clusters, so it is the default's.
  static let chunk = 65_536.0
  /// Requests that are under way at once (`MAX_IN_FLIGHT`), and bytes of one with data: a sixteenth
  /// of the buffer of 16 MiB, but no less than 1 MiB.
  static let inFlight = 16.0
  static let request = 1_048_576.0
  /// A hole goes as one request for as much as the buffer would hold.
  static let hole = 16_777_216.0
  /// Bytes of a write's request besides the data; its reply goes the other way.
  static let header = 28.0
  /// Round trips before the first request: TCP's connection, the server's greeting, structured
  /// replies, the metadata context, and the export's information.
  static let handshake = 5.0
  /// From the last request to READY: its reply, and a flush.
  static let toReady = 2.0
  /// With the guest stopped: the flush that ends the mirror, and one more where the guest writes,
  /// for what was under way.
  static func toEnd(ofWriter writes: Bool) -> Double { writes ? 2 : 1 }

  /// Seconds that a synchronous write waits behind a full queue of requests (measured: 1.2 to 2.4 s
  /// at 100 Mbit/s, where this is 1.4 s).
  static func queueing(rate: Double, roundTrip: Double) -> Double {
    inFlight * request / rate + roundTrip
  }

  /// A stream of data with what goes around it.
  static func wireBytes(_ data: Double) -> Double { data * (1 + header / request) }

  /// The rate that requests allow, whatever the path carries: so many under way at once.
  static func rateLimit(roundTrip seconds: Double) -> Double {
    seconds > 0 ? inFlight * request / seconds : .infinity
  }
}
