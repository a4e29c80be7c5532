/// One of the lab's two libvirt hosts.
public struct LabHost: Sendable {
  /// "source" or "destination"; its host name too.
  public let name: String
  /// `qemu+unix:///system?socket=…`: reachable from anywhere on this machine, without any delay.
  public let localURI: String
  /// `qemu+tcp://ADDRESS/system`, to be opened inside the other host's network namespace; crosses
  /// the shaped link.
  public let controlURI: String
  /// Its address on the migration network, IPv4.
  public let migrationAddress: String
  /// `tcp://ADDRESS` on the migration network, which an overlay carries where there is one.
  public let migrationURI: String
  /// A file that setns(2) takes; reachable from outside the lab.
  public let networkNamespace: String
  /// The bridge that guests' interfaces attach to; it leads to the supervisor.
  public let serviceBridge = "service"

  let place: LabPlace
  let namespaces: LabNamespaces

  init(_ place: LabPlace, in directory: LabDirectory, _ namespaces: LabNamespaces) {
    self.place = place
    self.namespaces = namespaces
    name = place.rawValue
    localURI = "qemu+unix:///system?socket=\(directory.socket(of: place).percentEncoded)"
    controlURI = "qemu+tcp://\(LabNetwork.wan.address(of: place))/system"
    migrationAddress = LabNetwork.migration.address(of: place)
    migrationURI = "tcp://\(migrationAddress)"
    networkNamespace = namespaces.path(of: place)
  }

  /// The same program, run in this host's network namespace, and in nothing else of it: files and
  /// processes are those outside.
  public func command(_ inner: Command) -> Command { namespaces.command(inner, in: place) }
}

/// The machine beside the hosts that watches guests; it reaches them over an unshaped network.
public struct LabSupervisor: Sendable {
  public let name = LabPlace.supervisor.rawValue
  /// IPv4, without a prefix length.
  public let address = LabNetwork.service.address(of: .supervisor)
  /// A file that setns(2) takes; reachable from outside the lab.
  public let networkNamespace: String
  let namespaces: LabNamespaces

  init(_ namespaces: LabNamespaces) {
    self.namespaces = namespaces
    networkNamespace = namespaces.path(of: .supervisor)
  }

  /// The same program, run in the supervisor's network namespace.
  public func command(_ inner: Command) -> Command { namespaces.command(inner, in: .supervisor) }
}

extension String {
  /// For a URI's query: all but RFC 3986's unreserved characters and slashes as %XX.
  var percentEncoded: String {
    utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      let isPlain = byte < 128 && (character.isLetter || character.isNumber)
      if isPlain || "-._~/".contains(character) { return String(character) }
      let hex = String(byte, radix: 16, uppercase: true)
      return "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
  }
}
