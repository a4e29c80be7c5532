import MigrationModel
import Quantities

/// A path in the units of the kernel's own tools, as it is set and then shown.
public struct ShapedPath: Sendable, Codable, Equatable {
  /// What tbf is told: it counts Ethernet headers.
  public let tcRateBitsPerSecond: Int64
  public let burstBytes: Int64
  /// How long a full queue takes to drain (tbf's `latency`).
  public let queueMicroseconds: Int64
  public let roundTripMilliseconds: Double
  public let mtuBytes: Int64
  /// "source" or "router".
  public let bottleneck: String
  public let congestionControl: String
  /// "none" or "vxlan".
  public let overlay: String

  /// - Throws: `RunnerProblem` for what tc would take and not do.
  public init(_ path: Path) throws {
    tcRateBitsPerSecond = path.bandwidth(at: .tc).count
    burstBytes = path.burst.count
    queueMicroseconds = max(1, path.queue.count / 1000)
    roundTripMilliseconds = path.roundTrip.seconds * 1000
    mtuBytes = path.mtu.count
    bottleneck = path.bottleneck.rawValue
    congestionControl = path.congestionControl.name
    overlay = path.overlay.name
    guard burstBytes >= mtuBytes + ShapedPath.ethernetHeader else {
      throw RunnerProblem(
        "path.burst: a bucket of \(path.burst) never lets a packet of \(path.mtu) through",
        remedy: "make it larger than the MTU with its header of 14 bytes")
    }
    guard [Overlay.none, .vxlan].contains(path.overlay), path.ip == .v4 else {
      throw RunnerProblem(
        "path.overlay: the lab makes no \(overlay) over IP\(path.ip) and sets no MTU in it",
        remedy: "use none or vxlan, over v4 and with inner-mtu auto")
    }
    guard roundTripMilliseconds <= ShapedPath.longestRoundTrip else {
      throw RunnerProblem(
        "path.rtt: \(path.roundTrip) is more than the lab makes",
        remedy: "use \(Int(ShapedPath.longestRoundTrip)) ms or less")
    }
  }

  static let ethernetHeader: Int64 = 14
  /// A minute: the relay holds so few frames that longer ones would only lose them.
  static let longestRoundTrip = 60_000.0
  /// Shorter round trips than this are the machine's own: the router switches frames directly.
  static let shortestDelay = 0.3

  var isDelayed: Bool { roundTripMilliseconds >= ShapedPath.shortestDelay }

  var isOverlaid: Bool { overlay != Overlay.none.name }

  /// Where migrations go out of a host.
  var migrationDevice: String { isOverlaid ? LabTopology.overlayDevice : "wan0" }

  /// How far the measured round trip may be from the one asked for.
  var toleranceMilliseconds: Double { max(0.3, 0.05 * roundTripMilliseconds) }

  /// - Throws: `RunnerProblem` where a round trip that was found is another.
  func confirm(roundTripMilliseconds found: Double) throws {
    guard abs(found - roundTripMilliseconds) <= toleranceMilliseconds else {
      throw RunnerProblem(
        "a round trip of \(roundTripMilliseconds) ms was asked for, and ping finds \(found) ms",
        remedy: "see what else keeps this machine's processors busy, and shape the path again")
    }
  }

  /// What makes the lab's link this path, whatever it was before; the delay itself aside.
  var steps: [LabStep] {
    LabPlace.hosts.flatMap(removal) + links + LabPlace.hosts.flatMap(hostSteps) + shapers
  }

  private func removal(on host: LabPlace) -> [LabStep] {
    let wan = LabNetwork.migration.subnet
    let port = LabTopology.port(to: host)
    return [
      LabStep(host, "ip link delete dev \(LabTopology.overlayDevice)", mayFail: true),
      LabStep(host, "ip address flush dev wan0 to \(wan)"),
      LabStep(host, "tc qdisc delete dev wan0 root", mayFail: true),
      LabStep(.router, "tc qdisc delete dev \(port) root", mayFail: true),
    ]
  }

  /// The router: one switch, or two with the delay between them.
  private var links: [LabStep] {
    let delay = LabTopology.delayDevices
    let sizes = delay + LabPlace.hosts.map(LabTopology.port)
    let resized = sizes.map { LabStep(.router, "ip link set dev \($0) mtu \(mtuBytes)") }
    let masters =
      isDelayed
      ? ["\(delay[0]) master switch0", "\(delay[1]) master switch1", "port1 master switch1"]
      : ["\(delay[0]) nomaster", "\(delay[1]) nomaster", "port1 master switch0"]
    return resized + masters.map { LabStep(.router, "ip link set dev \($0)") }
  }

  private func hostSteps(on host: LabPlace) -> [LabStep] {
    let other: LabPlace = host == .source ? .destination : .source
    let wan = LabNetwork.wan
    var steps = [LabStep(host, "ip link set dev wan0 mtu \(mtuBytes)")]
    if isOverlaid {
      let inner = VXLAN().automaticMTU(in: mtuBytes, over: .v4)
      steps.append(
        LabStep(
          host,
          "ip link add \(migrationDevice) mtu \(inner) type vxlan id 1 dstport 4789 dev wan0"
            + " local \(wan.address(of: host)) remote \(wan.address(of: other))"))
      steps += LabTopology.up(migrationDevice, in: host)
    }
    let migration = LabNetwork.migration
    steps.append(
      LabStep(
        host, "ip address add \(migration.interfaceAddress(of: host)) dev \(migrationDevice)"))
    for (network, device) in [(wan, "wan0"), (migration, migrationDevice)] {
      steps.append(
        LabStep(
          host,
          "ip route replace \(network.subnet) dev \(device) proto kernel scope link"
            + " src \(network.address(of: host)) congctl \(congestionControl)"))
    }
    return steps
  }

  private var shapers: [LabStep] {
    LabPlace.hosts.map { host in
      let isAtHost = bottleneck == Bottleneck.source.rawValue
      return LabStep(
        isAtHost ? host : .router,
        "tc qdisc add dev \(isAtHost ? "wan0" : LabTopology.port(to: host)) root tbf"
          + " rate \(tcRateBitsPerSecond)bit burst \(burstBytes) latency \(queueMicroseconds)us")
    }
  }
}

extension ShapedPath: CustomStringConvertible {
  public var description: String {
    "\(DataRate.bitsPerSecond(tcRateBitsPerSecond)) as tc counts, rtt \(roundTripMilliseconds) ms, "
      + "bottleneck \(bottleneck), queue \(Span.microseconds(queueMicroseconds)), "
      + "burst \(ByteCount(burstBytes)), mtu \(mtuBytes), \(congestionControl), overlay \(overlay)"
  }
}
