import Records

extension PathMeasurement {
  /// What a record says of the path, beside what its scenario asked for.
  var facts: [String: JSONValue] {
    [
      "rtt_ms": roundTrips.json, "rtt_under_load_ms": roundTripsUnderLoad.json,
      "goodput_bps": .integer(Int64(goodputBitsPerSecond.rounded())),
      "retransmits": .integer(Int64(retransmits)),
      "tcp_rmem": .array(receiveBufferBytes.map(JSONValue.integer)),
      "tcp_wmem": .array(sendBufferBytes.map(JSONValue.integer)),
      "qdiscs": .array(queueingDisciplines.map(JSONValue.string)),
    ]
  }
}

extension RoundTrips {
  var json: JSONValue {
    .object([
      "min": .number(minimumMilliseconds), "median": .number(medianMilliseconds),
      "mean": .number(averageMilliseconds), "max": .number(maximumMilliseconds),
      "received": .integer(Int64(received)), "sent": .integer(Int64(sent)),
    ])
  }
}
