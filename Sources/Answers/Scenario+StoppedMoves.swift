import MigrationModel
import Scenarios

/// Moves that no single command makes: what to type around it.
extension Scenario {
  /// virsh's lines and notes where the guest does not run meanwhile; nil where it does.
  func virshStoppedMove(_ domain: [String], to uri: String) -> HandCommand? {
    var command = HandCommand("virsh")
    func line(_ words: [String]) { command.lines.append(ShellWord.line(words)) }
    switch input.settings.method {
    case .precopy, .stopAndCopy, .twoStep, .offline: return nil
    case .cold:
      line(["virsh", "shutdown"] + domain)
      line(["virsh", "migrate", "--offline", "--persistent"] + domain + [uri])
      line(["virsh", "-c", uri, "start"] + domain)
      command.notes.append("between the first two, copy its local disks to the same paths there")
    case .checkpoint:
      line(["virsh", "save"] + domain + ["FILE"])
      line(["virsh", "-c", uri, "restore", "FILE"])
      command.notes.append("between the two, copy FILE and its local disks to the same paths there")
    }
    return command
  }

  /// What a migration in two steps needs beforehand.
  var firstStep: String? {
    guard input.settings.method == .twoStep else { return nil }
    return
      "first copy its local disks there while it runs, with an overlay over each "
      + "(virsh snapshot-create-as --disk-only) so that nothing more is written to them; the "
      + "overlays' files must be there too"
  }

  /// What to type around qm migrate.
  var qmAround: String? {
    switch input.settings.method {
    case .cold: "qm shutdown before it, and qm start on the other node after it"
    case .checkpoint: "qm suspend --todisk 1 before it, and qm start on the other node after it"
    case .twoStep: "pvesr create-local-job beforehand: replication copies the disks while it runs"
    case .precopy, .stopAndCopy, .offline: nil
    }
  }

  /// Whether qm migrates a guest that runs.
  var isOnlineForQM: Bool {
    switch input.settings.method {
    case .precopy, .stopAndCopy, .twoStep: true
    case .cold, .checkpoint, .offline: false
    }
  }
}
