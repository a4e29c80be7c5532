import Quantities

/// A path that lets TCP's handshake through and no full segment: its packets are too long for a
/// link on the way, DF or IPv6 forbids to cut them, and the ICMP message that would say so doesn't
/// come back (RFC 2923, section 2.1).
struct BlackHole: PathProcess {
  /// The initial window leaves, and nothing of it arrives.
  let limit = PathLimit(rate: 0, window: 10)
  let nextChange: Span? = nil

  mutating func change() {}

  /// When Linux gives the connection up, counted from the first loss: `tcp_retries2` of 15 means
  /// the first retransmission timeout after 924.6 s (`retransmits_timed_out`,
  /// net/ipv4/tcp_timer.c). Each is twice the one before (RFC 6298, section 5.5), and two minutes
  /// at most.
  static func givenUp(roundTrip: Span) -> Span {
    let patience = 0.2 * 1023 + 6 * longestTimeout
    var timeout = min(longestTimeout, roundTrip.seconds + max(0.2, 2 * roundTrip.seconds))
    var elapsed = 0.0
    // A sum of the same numbers in another order may differ in its last place.
    while elapsed < patience - 1e-6 {
      elapsed += timeout
      timeout = min(longestTimeout, 2 * timeout)
    }
    return Span(rounding: elapsed)
  }

  /// `TCP_RTO_MAX`, in seconds.
  private static let longestTimeout = 120.0
}
