/// Round trips as ping found them, in milliseconds.
public struct RoundTrips: Sendable, Codable, Equatable {
  public let minimumMilliseconds: Double
  public let medianMilliseconds: Double
  public let averageMilliseconds: Double
  public let maximumMilliseconds: Double
  /// Answers, and probes sent.
  public let received: Int
  public let sent: Int

  /// - Throws: `RunnerProblem` where nothing came back.
  init(milliseconds: [Double], sent: Int) throws {
    let sorted = milliseconds.sorted()
    guard let first = sorted.first, let last = sorted.last else {
      throw RunnerProblem("none of \(sent) probes came back: the hosts do not reach each other")
    }
    let middle = sorted.count / 2
    minimumMilliseconds = first
    maximumMilliseconds = last
    medianMilliseconds =
      sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    averageMilliseconds = sorted.reduce(0, +) / Double(sorted.count)
    received = sorted.count
    self.sent = sent
  }

  /// Reads ping's lines: "64 bytes from 192.0.2.2: icmp_seq=1 ttl=64 time=37.1 ms".
  init(ping output: String, sent: Int) throws {
    let times = output.split(separator: "\n").compactMap { line -> Double? in
      let word = line.split(separator: " ").first { $0.hasPrefix("time=") }
      return word.flatMap { Double($0.dropFirst("time=".count)) }
    }
    try self.init(milliseconds: times, sent: sent)
  }
}
