/// Namespaces, links and bridges, as they are made once. What a path changes, `ShapedPath` sets.
enum LabTopology {
  /// The relay's two ends, in the router.
  static let delayDevices = ["delay0", "delay1"]
  /// iperf3's, in the destination.
  static let meterPort = 5201
  static let overlayDevice = "vxlan0"
  /// libvirtd's own for plain TCP.
  static let libvirtPort: UInt16 = 16509

  /// The router's port to a host.
  static func port(to host: LabPlace) -> String { host == .source ? "port0" : "port1" }

  /// Made inside the keeper's namespaces, in this order.
  static var commands: [Command] {
    var commands = LabPlace.allCases.map { Command("ip", "netns", "add", $0.rawValue) }
    commands += LabPlace.allCases.map { ip($0, "link", "set", "lo", "up") }
    commands += bridge("switch0", in: .router) + bridge("switch1", in: .router)
    for device in delayDevices {
      commands.append(ip(.router, "tuntap", "add", "dev", device, "mode", "tap"))
      // What a burst sends at once waits here for the relay; the usual 500 frames drop it.
      commands.append(ip(.router, "link", "set", device, "txqueuelen", "10000"))
      commands.append(up(device, in: .router))
    }
    commands += bridge("service", in: .supervisor)
    commands.append(address(.supervisor, .service, on: "service"))
    for host in LabPlace.hosts {
      commands.append(
        Command(
          "ip", "link", "add", "wan0", "netns", host.rawValue, "type", "veth", "peer", "name",
          port(to: host), "netns", LabPlace.router.rawValue))
      commands.append(address(host, .wan, on: "wan0"))
      commands += [up("wan0", in: host), up(port(to: host), in: .router)]
      commands.append(
        ip(.router, "link", "set", port(to: host), "master", "switch0"))
      commands += bridge("service", in: host)
      commands.append(address(host, .service, on: "service"))
      commands.append(
        Command(
          "ip", "link", "add", "uplink", "netns", host.rawValue, "type", "veth", "peer", "name",
          host.rawValue, "netns", LabPlace.supervisor.rawValue))
      commands.append(ip(host, "link", "set", "uplink", "master", "service"))
      commands.append(ip(.supervisor, "link", "set", host.rawValue, "master", "service"))
      commands += [up("uplink", in: host), up(host.rawValue, in: .supervisor)]
      commands.append(address(host, .migration, on: "wan0"))
    }
    return commands
  }

  private static func bridge(_ name: String, in place: LabPlace) -> [Command] {
    [
      ip(place, "link", "add", name, "type", "bridge", "mcast_snooping", "0"),
      up(name, in: place),
    ]
  }

  /// Without IPv6's own addresses, and so without its chatter on a measured link.
  private static func up(_ device: String, in place: LabPlace) -> Command {
    ip(place, "link", "set", device, "addrgenmode", "none", "up")
  }

  private static func address(
    _ place: LabPlace, _ network: LabNetwork, on device: String
  ) -> Command {
    ip(place, "address", "add", network.interfaceAddress(of: place), "dev", device)
  }

  private static func ip(_ place: LabPlace, _ arguments: String...) -> Command {
    Command("ip", ["-n", place.rawValue] + arguments)
  }
}
