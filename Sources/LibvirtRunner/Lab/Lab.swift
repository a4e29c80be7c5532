/// Two libvirt hosts and a supervisor on this machine, with a shaped link between the hosts: a
/// handle on one that is up.
///
/// ```
/// supervisor ── service bridges, unshaped ── source and destination
/// source wan0 ── port0 │ router: switch0 ═ delay ═ switch1 │ port1 ── wan0 destination
/// ```
/// Each of the four is a network namespace. A process called the keeper holds them all: it is the
/// first in a PID namespace of its own and has its own mount namespace, so when it ends, by
/// whatever signal, the kernel ends every process of the lab and every namespace and mount goes
/// with the last of them. Nothing of it shows outside but the state directory.
///
/// Migrations go between addresses of a network of their own, which lies on `wan0` itself or on an
/// overlay over it; so the hosts' URIs stay what they are when the path changes.
public struct Lab: Sendable {
  /// What it is called where none is named.
  public static let defaultName = "ferry"

  public let name: String
  public let source: LabHost
  public let destination: LabHost
  public let supervisor: LabSupervisor
  let directory: LabDirectory

  init(directory: LabDirectory, keeper: ProcessIdentity) {
    name = directory.name
    self.directory = directory
    let namespaces = LabNamespaces(root: "/proc/\(keeper.pid)/root")
    source = LabHost(.source, in: directory, namespaces)
    destination = LabHost(.destination, in: directory, namespaces)
    supervisor = LabSupervisor(namespaces)
  }

  var namespaces: LabNamespaces { source.namespaces }
}
