/// Namespaces, links and bridges, as they are made once. What a path changes, `ShapedPath` sets.
enum LabTopology {
  /// Between the router's switches, where the path's delay is.
  static let delayDevices = ["delay0", "delay1"]
  /// iperf3's, in the destination.
  static let meterPort = 5201
  static let overlayDevice = "vxlan0"
  /// libvirtd's own for plain TCP.
  static let libvirtPort: UInt16 = 16509

  /// The router's port to a host.
  static func port(to host: LabPlace) -> String { host == .source ? "port0" : "port1" }

  /// Made by the keeper, in this order.
  static func steps(delayedBy delay: LinkDelay) -> [LabStep] {
    let router = LabPlace.router
    var steps = LabPlace.allCases.map { LabStep(nil, "ip netns add \($0.rawValue)") }
    steps += LabPlace.allCases.map { LabStep($0, "ip link set dev lo up") }
    steps += bridge("switch0", in: router) + bridge("switch1", in: router) + delay.devices
    steps += bridge("service", in: .supervisor)
    steps.append(address(.supervisor, .service, on: "service"))
    return steps + LabPlace.hosts.flatMap(links)
  }

  /// A host's two interfaces: to the router, and to the supervisor.
  private static func links(of host: LabPlace) -> [LabStep] {
    let port = port(to: host)
    var steps = pair("wan0", in: host, port, in: .router)
    steps.append(LabStep(.router, "ip link set dev \(port) master switch0"))
    steps += [address(host, .wan, on: "wan0"), address(host, .migration, on: "wan0")]
    steps += bridge("service", in: host)
    steps.append(address(host, .service, on: "service"))
    steps += pair("uplink", in: host, host.rawValue, in: .supervisor)
    steps.append(LabStep(host, "ip link set dev uplink master service"))
    steps.append(LabStep(.supervisor, "ip link set dev \(host.rawValue) master service"))
    return steps
  }

  private static func pair(
    _ near: String, in place: LabPlace, _ far: String, in other: LabPlace
  ) -> [LabStep] {
    [
      LabStep(
        nil,
        "ip link add \(near) netns \(place.rawValue) type veth"
          + " peer name \(far) netns \(other.rawValue)")
    ] + up(near, in: place) + up(far, in: other)
  }

  private static func bridge(_ name: String, in place: LabPlace) -> [LabStep] {
    [LabStep(place, "ip link add \(name) type bridge mcast_snooping 0")] + up(name, in: place)
  }

  /// Without IPv6's own addresses, and so without its chatter on a measured link.
  static func up(_ device: String, in place: LabPlace) -> [LabStep] {
    [
      LabStep(place, "ip link set dev \(device) addrgenmode none", mayFail: true),
      LabStep(place, "ip link set dev \(device) up"),
    ]
  }

  private static func address(
    _ place: LabPlace, _ network: LabNetwork, on device: String
  ) -> LabStep {
    LabStep(place, "ip address add \(network.interfaceAddress(of: place)) dev \(device)")
  }
}
