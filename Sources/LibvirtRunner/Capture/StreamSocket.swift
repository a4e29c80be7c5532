import Quantities
import Records

/// What `ss -tmi` says of the socket that carries a migration.
struct StreamSocket: Sendable, Equatable {
  var congestionControl: String
  /// Bytes that the application has written and the network has not yet taken: `w` of `skmem`,
  /// overhead included, and `Send-Q` without it.
  var queuedBytes: Int64
  var sendQueueBytes: Int64
  /// `tb` of `skmem`: how large the send buffer has grown.
  var sendBufferBytes: Int64
  var roundTripMilliseconds: Double?
  var congestionWindowSegments: Int64?
  var retransmissions: Int64
}

extension StreamSocket {
  /// Reads the output of `ss -Htmi`, of which each socket takes two lines, and gives the one that
  /// has the most to send; nil where there is none.
  static func busiest(in output: String) -> StreamSocket? {
    let lines = output.split(whereSeparator: \.isNewline)
    var found: [StreamSocket] = []
    for (line, next) in zip(lines, lines.dropFirst())
    where line.first?.isWhitespace == false && next.first?.isWhitespace == true {
      if let facts = StreamSocket(socket: line, details: next) { found.append(facts) }
    }
    return found.max { $0.sendQueueBytes < $1.sendQueueBytes }
  }

  private init?(socket: Substring, details: Substring) {
    let columns = socket.split(separator: " ", omittingEmptySubsequences: true)
    guard columns.count >= 4, columns[0] == "ESTAB", let queue = Int64(columns[2]) else {
      return nil
    }
    let words = details.split(whereSeparator: \.isWhitespace)
    guard let memory = words.first(where: { $0.hasPrefix("skmem:(") }) else { return nil }
    let fields = memory.dropFirst("skmem:(".count).prefix { $0 != ")" }.split(separator: ",")
    func field(_ name: String) -> Int64? {
      // Names are letters, values digits: "tb4194304", while "t0" is another field.
      fields.first { $0.hasPrefix(name) && $0.dropFirst(name.count).allSatisfy(\.isNumber) }
        .flatMap { Int64($0.dropFirst(name.count)) }
    }
    func option(_ name: String) -> Substring? {
      words.first { $0.hasPrefix("\(name):") }?.dropFirst(name.count + 1)
    }
    let bare = words.filter { !$0.contains(":") && !$0.hasPrefix("skmem") }
    guard let control = bare.first(where: { Self.controls.contains(String($0)) }) else {
      return nil
    }
    congestionControl = String(control)
    sendQueueBytes = queue
    queuedBytes = field("w") ?? 0
    sendBufferBytes = field("tb") ?? 0
    roundTripMilliseconds = option("rtt")?.split(separator: "/").first.flatMap { Double($0) }
    congestionWindowSegments = option("cwnd").flatMap { Int64($0) }
    retransmissions = option("retrans")?.split(separator: "/").last.flatMap { Int64($0) } ?? 0
  }

  private static let controls: Set<String> = [
    "cubic", "bbr", "reno", "dctcp", "vegas", "westwood", "htcp", "bic", "illinois", "hybla",
    "veno", "yeah", "scalable", "highspeed", "lp", "nv", "cdg",
  ]
}
