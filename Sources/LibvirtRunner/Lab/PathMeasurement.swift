import Foundation

/// What the path between the lab's hosts was found to be, from source to destination, as a
/// migration sees it: on the migration network, through the overlay where there is one.
public struct PathMeasurement: Sendable, Codable, Equatable {
  public let roundTrips: RoundTrips
  /// TCP payload that arrived, by iperf3, its first second left out.
  public let goodputBitsPerSecond: Double
  public let retransmits: Int
  public let seconds: Int
  /// While iperf3 filled the path.
  public let roundTripsUnderLoad: RoundTrips
  /// Of iperf3's own connection, by ss.
  public let congestionControl: String
  /// What ss said of that connection.
  public let socket: String
  /// The source's tcp_rmem and tcp_wmem: least, default, most.
  public let receiveBufferBytes: [Int64]
  public let sendBufferBytes: [Int64]
  /// What `tc qdisc show` lists: "source: qdisc tbf 8001: dev wan0 root …".
  public let queueingDisciplines: [String]
}

/// What iperf3's client reports (`--json`).
struct MeterReport: Equatable {
  let goodputBitsPerSecond: Double
  let retransmits: Int

  private struct Report: Decodable {
    struct End: Decodable {
      let sum_sent: Sum
      let sum_received: Sum
    }
    struct Sum: Decodable {
      let bits_per_second: Double
      let retransmits: Int?
    }
    let end: End
  }

  private struct Failure: Decodable { let error: String }

  init(json: String) throws {
    let data = Data(json.utf8)
    if let failure = try? JSONDecoder().decode(Failure.self, from: data) {
      throw RunnerProblem("iperf3 in the lab: \(failure.error)")
    }
    guard let report = try? JSONDecoder().decode(Report.self, from: data) else {
      throw RunnerProblem("iperf3's report is not what iperf 3.x writes: \(json.prefix(200))")
    }
    goodputBitsPerSecond = report.end.sum_received.bits_per_second
    retransmits = report.end.sum_sent.retransmits ?? 0
  }
}

/// One connection as `ss -tinH` prints it: its addresses, then a line of facts.
struct SocketFacts: Equatable {
  let text: String
  let congestionControl: String
  let sentBytes: Int64

  /// All connections in what ss printed.
  static func all(in output: String) -> [SocketFacts] {
    var found: [SocketFacts] = []
    for line in output.split(separator: "\n") where line.first?.isWhitespace == true {
      let words = line.split(separator: " ").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
      guard let name = words.first(where: { !flags.contains($0) && !$0.contains(":") }) else {
        continue
      }
      let sent = words.first { $0.hasPrefix("bytes_sent:") }
        .flatMap { Int64($0.dropFirst("bytes_sent:".count)) }
      found.append(
        SocketFacts(
          text: words.joined(separator: " "), congestionControl: name, sentBytes: sent ?? 0))
    }
    return found
  }

  /// What ss may print before the name (misc/ss.c, tcp_stats_print).
  private static let flags: Set<String> = [
    "ts", "sack", "ecn", "ecnseen", "fastopen", "cwnd_limited",
  ]
}
