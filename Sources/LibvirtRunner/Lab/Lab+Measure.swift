import Foundation

extension Lab {
  /// The last measurement of the path as it is set now; nil where there is none.
  public var measurement: PathMeasurement? {
    directory.read(PathMeasurement.self, from: .measurement)
  }

  /// Measures the path from source to destination, with nothing else on it.
  ///
  /// - Parameter seconds: how long iperf3 counts, after one that it leaves out.
  @discardableResult
  public func measure(seconds: Int = 3) async throws -> PathMeasurement {
    precondition(seconds > 0, "iperf3 counts whole seconds")
    let idle = try await roundTrip(expectedMilliseconds: path?.roundTripMilliseconds ?? 0)
    async let running = meter(seconds: seconds)
    try await Task.sleep(for: .seconds(1))
    let probes = seconds * 10
    async let loaded = ping(probes: probes, intervalSeconds: 0.1, waitSeconds: 2)
    try await Task.sleep(for: .milliseconds(seconds * 500))
    let socket = try await meterSocket()
    let report = try await running
    let measurement = PathMeasurement(
      roundTrips: idle, goodputBitsPerSecond: report.goodputBitsPerSecond,
      retransmits: report.retransmits, seconds: seconds, roundTripsUnderLoad: try await loaded,
      congestionControl: socket.congestionControl, socket: socket.text,
      receiveBufferBytes: try await setting("tcp_rmem"),
      sendBufferBytes: try await setting("tcp_wmem"),
      queueingDisciplines: try await queueingDisciplines())
    if let asked = path?.congestionControl, asked != measurement.congestionControl {
      throw RunnerProblem(
        "\(asked) was asked for, and iperf3's connection uses \(measurement.congestionControl)")
    }
    try await forgetConnections()
    try directory.write(measurement, to: .measurement)
    return measurement
  }

  /// Twenty quick probes, after some that find the way: over a link just mended, or on a machine
  /// that is busy, the first may be lost.
  func roundTrip(expectedMilliseconds: Double) async throws -> RoundTrips {
    let wait = 1 + Int(2 * expectedMilliseconds / 1000)
    for _ in 0..<3 {
      let found = try? await ping(probes: 2, intervalSeconds: 0.05, waitSeconds: wait)
      if found != nil { break }
    }
    return try await ping(probes: 20, intervalSeconds: 0.01, waitSeconds: wait)
  }

  private var target: String { LabNetwork.migration.address(of: .destination) }

  private func ping(
    probes: Int, intervalSeconds: Double, waitSeconds: Int
  ) async throws -> RoundTrips {
    let command = source.command(
      Command(
        "ping", "-n", "-c", String(probes), "-i", String(intervalSeconds), "-W",
        String(waitSeconds), target))
    // Lost probes are told by what came back, not by the code.
    return try RoundTrips(ping: await command.result().output, sent: probes)
  }

  private func meter(seconds: Int) async throws -> MeterReport {
    // Bounded even where whoever asked is gone by then.
    let command = source.command(
      Command(
        "timeout", "--signal=KILL", String(seconds + 20), "iperf3", "--client", target, "--port",
        String(LabTopology.meterPort), "--time", String(seconds), "--omit", "1", "--json"))
    return try MeterReport(json: await command.result(within: .seconds(seconds + 25)).output)
  }

  /// iperf3's connection that carries data, not the one on which it talks.
  private func meterSocket() async throws -> SocketFacts {
    let command = source.command(
      Command("ss", "-tinH", "dst", target, "dport", "=", String(LabTopology.meterPort)))
    let all = SocketFacts.all(in: try await command.output())
    guard let data = all.max(by: { $0.sentBytes < $1.sentBytes }) else {
      throw RunnerProblem("ss shows no connection of iperf3's while it runs")
    }
    return data
  }

  private func setting(_ name: String) async throws -> [Int64] {
    let text = try await source.command(Command("cat", "/proc/sys/net/ipv4/\(name)")).output()
    return text.split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
  }

  private func queueingDisciplines() async throws -> [String] {
    var lines: [String] = []
    for place in [LabPlace.source, .router, .destination] {
      let listed = try await namespaces.command(Command("tc", "qdisc", "show"), in: place).output()
      lines += listed.split(separator: "\n").map { line in
        "\(place.rawValue): \(line.trimmingCharacters(in: .whitespaces))"
      }
    }
    return lines
  }
}
