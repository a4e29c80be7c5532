import Foundation
import Glibc
import MigrationModel

extension Lab {
  /// The path as it was last set; nil before the first time.
  public var path: ShapedPath? { directory.read(ShapedPath.self, from: .path) }

  /// Makes the link between the hosts this path, and shows that it is one.
  ///
  /// Connections between the hosts are cut where the overlay changes; none should be open.
  /// - Throws: `RunnerProblem` where ping does not confirm the round trip, or a connection has
  ///   another congestion control. The path is then not what anyone asked for.
  public func shape(_ path: Path) async throws {
    let shaped = try ShapedPath(path)
    try? FileManager.default.removeItem(atPath: directory.path(of: .path))
    try? FileManager.default.removeItem(atPath: directory.path(of: .measurement))
    for step in shaped.steps { try await run(step) }
    try await setDelay(shaped)
    try await confirmCongestionControl(shaped)
    try await forgetConnections()
    try directory.write(shaped, to: .path)
  }

  private func run(_ step: ShapedPath.Step) async throws {
    let command = namespaces.command(step.command, in: step.place)
    let result = try await command.result()
    guard result.code == 0 || step.mayFail else {
      throw RunnerProblem(
        "\(step.command) on \(step.place.rawValue): \(result.errors.trimmedLines(last: 5))")
    }
  }

  /// The relay's delay is what ping leaves of the round trip for it: switching costs some too.
  private func setDelay(_ shaped: ShapedPath) async throws {
    let file = directory.path(of: .delay)
    let asked = shaped.roundTripMilliseconds
    guard shaped.isDelayed else {
      try SharedDelay.set(0, in: file)
      return try confirm(shaped, await roundTrip(expectedMilliseconds: asked))
    }
    try SharedDelay.set(UInt64(asked / 2 * 1e6), in: file)
    let first = try await roundTrip(expectedMilliseconds: asked)
    let surplus = first.medianMilliseconds - asked
    guard abs(surplus) <= shaped.toleranceMilliseconds * 2 else {
      return try confirm(shaped, first)
    }
    try SharedDelay.set(UInt64(max(0, asked - surplus) / 2 * 1e6), in: file)
    try confirm(shaped, await roundTrip(expectedMilliseconds: asked))
  }

  private func confirm(_ shaped: ShapedPath, _ measured: RoundTrips) throws {
    let difference = measured.medianMilliseconds - shaped.roundTripMilliseconds
    guard abs(difference) <= shaped.toleranceMilliseconds else {
      throw RunnerProblem(
        "a round trip of \(shaped.roundTripMilliseconds) ms was asked for, and ping finds "
          + "\(measured.medianMilliseconds) ms",
        remedy: "see what else keeps this machine's processors busy, and shape the path again")
    }
  }

  /// Connects as a migration would, and asks the kernel what that connection uses.
  private func confirmCongestionControl(_ shaped: ShapedPath) async throws {
    for (host, other) in [(source, destination), (destination, source)] {
      let address = LabNetwork.migration.address(of: other.place)
      let found = try await NetworkNamespace(path: host.networkNamespace).run {
        try CongestionControlProbe.name(to: address, port: LabTopology.libvirtPort)
      }
      guard found == shaped.congestionControl else {
        throw RunnerProblem(
          "\(shaped.congestionControl) was asked for, and connections of \(host.name) use \(found)",
          remedy: "see ip route there")
      }
    }
  }

  /// The kernel remembers a destination's thresholds; the next connection must start afresh.
  func forgetConnections() async throws {
    for host in LabPlace.hosts {
      try await run(
        ShapedPath.Step(place: host, command: Command("ip", "tcp_metrics", "flush")))
    }
  }
}

/// What congestion control a connection gets (tcp(7), TCP_CONGESTION).
enum CongestionControlProbe {
  /// Blocks for as long as a connection takes to be made.
  static func name(to host: String, port: UInt16) throws -> String {
    let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    guard handle >= 0 else { throw RunnerProblem.ofSystem("can't open a socket") }
    defer { close(handle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      throw RunnerProblem("\(host) is no IPv4 address")
    }
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw RunnerProblem.ofSystem("can't connect to \(host):\(port)") }
    var name = [UInt8](repeating: 0, count: 16)
    var length = socklen_t(name.count)
    guard getsockopt(handle, Int32(IPPROTO_TCP), TCP_CONGESTION, &name, &length) == 0 else {
      throw RunnerProblem.ofSystem("can't ask a socket for its congestion control")
    }
    return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
  }
}
