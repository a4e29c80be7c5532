import Foundation
import Glibc

/// What becomes a host's libvirtd: it is started in the host's network namespace and in mount and
/// UTS namespaces of its own, puts the host's files in place, and gives way to libvirtd.
public struct HostProcess {
  private let place: LabPlace
  private let directory: LabDirectory

  public init(host: String, name: String, state: String) throws {
    guard let place = LabPlace(rawValue: host), LabPlace.hosts.contains(place) else {
      throw RunnerProblem("the lab has no host \"\(host)\"", remedy: "it has source, destination")
    }
    self.place = place
    directory = try LabDirectory(name: name, state: state)
  }

  /// Never returns but with an error.
  public func run() throws -> Never {
    for folder in HostFolder.allCases {
      try Mount.bind(directory.path(of: place, folder), at: folder.mountPoint)
    }
    try Mount.bind(HostFiles(place: place, directory: directory).names, at: "/etc/hosts")
    // sysfs shows the network namespace of whoever mounts it; libvirt looks for bridges there.
    try Mount.fileSystem("sysfs", at: "/sys")
    let name = place.rawValue
    guard sethostname(name, name.utf8.count) == 0 else {
      throw RunnerProblem.ofSystem("can't set the host name \(name)")
    }
    let words = ["libvirtd", "--listen", "--pid-file", "/run/libvirt/libvirtd.pid"]
    let arguments = words.map { strdup($0) } + [nil]
    execvp(words[0], arguments)
    throw RunnerProblem.ofSystem("can't run libvirtd")
  }
}
