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
    for step in shaped.steps { try await step.run(in: namespaces) }
    try await setDelay(shaped)
    try await confirmCongestionControl(shaped)
    try await forgetConnections()
    try directory.write(shaped, to: .path)
  }

  /// Cuts the link between the hosts, as a network that fails does: silently.
  public func cutLink() async throws { try await setLink("down") }

  /// Undoes that, and sets the hosts' own interfaces up should anyone have set them down.
  public func mendLink() async throws {
    try await setLink("up")
    for host in LabPlace.hosts {
      try await LabStep(host, "ip link set dev wan0 up").run(in: namespaces)
    }
  }

  private func setLink(_ state: String) async throws {
    // The switches, not the ports: neither host sees its own interface go down.
    for device in ["switch0", "switch1"] {
      try await LabStep(.router, "ip link set dev \(device) \(state)").run(in: namespaces)
    }
  }

  /// Sets the delay so that ping finds the round trip: switching costs some too.
  private func setDelay(_ shaped: ShapedPath) async throws {
    let asked = shaped.roundTripMilliseconds
    var switching = 0.0
    var found = 0.0
    for _ in 0..<Lab.delayAttempts {
      let delay = shaped.isDelayed ? (asked - switching) / 2 : 0
      try await setDelay(nanoseconds: UInt64(max(0, delay) * 1e6))
      found = try await roundTrip(expectedMilliseconds: asked).medianMilliseconds
      if abs(found - asked) <= shaped.toleranceMilliseconds / 4 { return }
      // More than this is no switching, but a machine that is busy just now.
      switching = min(max(0, switching + found - asked), Lab.mostSwitchingMilliseconds)
    }
    try shaped.confirm(roundTripMilliseconds: found)
  }

  /// In one direction; the other has the same.
  private func setDelay(nanoseconds: UInt64) async throws {
    switch LinkDelay(of: directory) {
    case .relay: try SharedDelay.set(nanoseconds, in: directory.path(of: .delay))
    case .netem:
      for step in LinkDelay.netemSteps(nanoseconds: nanoseconds) {
        try await step.run(in: namespaces)
      }
    }
  }

  private static let delayAttempts = 4
  private static let mostSwitchingMilliseconds = 0.5

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
      try await LabStep(host, "ip tcp_metrics flush").run(in: namespaces)
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
