import Records

extension StreamSocket {
  /// The stream's socket over its life: the largest backlog, the last congestion control.
  static func facts(of sockets: [StreamSocket]) -> [String: JSONValue] {
    guard let last = sockets.last else { return [:] }
    var facts: [String: JSONValue] = [
      "congestion-control": .string(last.congestionControl),
      "stream_retransmits": .integer(last.retransmissions),
    ]
    facts["sndbuf_backlog_bytes"] = sockets.map(\.sendQueueBytes).max().map(JSONValue.integer)
    facts["sndbuf_bytes"] = sockets.map(\.sendBufferBytes).max().map(JSONValue.integer)
    facts["stream_rtt_ms"] = .array(
      sockets.compactMap { $0.roundTripMilliseconds.map(JSONValue.number) })
    return facts
  }
}
