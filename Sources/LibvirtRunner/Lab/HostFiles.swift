import Foundation

/// A host's own files, in the state directory.
struct HostFiles {
  let place: LabPlace
  let directory: LabDirectory

  /// Where the host's /etc/hosts lies.
  var names: String { "\(directory.path)/\(place.rawValue)/hosts" }

  func write() throws {
    for folder in HostFolder.allCases {
      try FileManager.default.createDirectory(
        atPath: directory.path(of: place, folder), withIntermediateDirectories: true)
    }
    let etc = directory.path(of: place, .etc)
    try write(HostFiles.libvirtdConfiguration(hostUUID: UUID()), to: "\(etc)/libvirtd.conf")
    try write(HostFiles.qemuConfiguration, to: "\(etc)/qemu.conf")
    try write(HostFiles.hostNames, to: names)
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// Its addresses are only those of its namespace, so it may listen on all of them.
  static func libvirtdConfiguration(hostUUID: UUID) -> String {
    """
    listen_tcp = 1
    listen_tls = 0
    listen_addr = "0.0.0.0"
    auth_tcp = "none"
    auth_unix_rw = "none"
    auth_unix_ro = "none"
    unix_sock_rw_perms = "0700"
    host_uuid = "\(hostUUID.uuidString.lowercased())"
    log_outputs = "3:file:/var/log/libvirt/libvirtd.log"

    """
  }

  /// No cgroups, no namespaces for each guest, no log daemon, and nobody's files given to others.
  static let qemuConfiguration = """
    user = "root"
    group = "root"
    security_driver = "none"
    cgroup_controllers = [ ]
    namespaces = [ ]
    stdio_handler = "file"
    dynamic_ownership = 0
    remember_owner = 0

    """

  /// libvirtd looks its own host name up, and must not ask a name server that is out of reach.
  static let hostNames =
    (["127.0.0.1 localhost"]
    + LabPlace.hosts.map { "\(LabNetwork.wan.address(of: $0)) \($0.rawValue)" }
    + ["\(LabNetwork.service.address(of: .supervisor)) supervisor"])
    .joined(separator: "\n") + "\n"
}
