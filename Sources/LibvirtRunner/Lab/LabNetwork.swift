/// The lab's network namespaces.
enum LabPlace: String, CaseIterable, Sendable, Codable {
  case source, destination, router, supervisor

  /// Those that run libvirt.
  static let hosts: [LabPlace] = [.source, .destination]
}

/// The lab's subnets. They are the ranges kept for documentation (RFC 5737), which no real network
/// has; and as they are in the lab's namespaces only, labs side by side share them.
enum LabNetwork: String, CaseIterable, Sendable {
  /// The link between the hosts.
  case wan = "192.0.2"
  /// Migration streams: on the link itself, or on the overlay.
  case migration = "198.51.100"
  /// Hosts, guests and supervisor, unshaped.
  case service = "203.0.113"

  var subnet: String { "\(rawValue).0/24" }

  /// Guests may take addresses from .10 on in the service network.
  func address(of place: LabPlace) -> String {
    switch place {
    case .source: "\(rawValue).1"
    case .destination: "\(rawValue).2"
    case .supervisor: "\(rawValue).3"
    case .router: preconditionFailure("the router only switches")
    }
  }

  func interfaceAddress(of place: LabPlace) -> String { "\(address(of: place))/24" }
}

/// Where the lab's network namespaces are found: in the keeper's own /run/netns.
struct LabNamespaces: Sendable {
  /// What the keeper sees as "/": "" inside the lab, /proc/PID/root outside.
  let root: String

  static let inside = LabNamespaces(root: "")

  func path(of place: LabPlace) -> String { "\(root)/run/netns/\(place.rawValue)" }

  func command(_ inner: Command, in place: LabPlace) -> Command {
    Command("nsenter", ["--net=\(path(of: place))", "--", inner.program] + inner.arguments)
  }
}
