import MigrationModel
import Quantities
import Scenarios

/// How a person has a scenario's migration done with one of the field's tools.
public struct HandCommand: Encodable, Sendable, Equatable {
  /// virsh, qm, QEMU's monitor.
  public let tool: String
  /// Lines to type, in order; each word is quoted for the shell.
  public var lines: [String] = []
  /// What the scenario asks for and no option says.
  public var notes: [String] = []

  init(_ tool: String) { self.tool = tool }
}

/// Who migrates where, in the words of the tools.
public struct HandNames: Sendable {
  /// A domain's name, or a VMID.
  public var guest: String?
  /// The destination's host or node.
  public var destination: String?

  public init(guest: String? = nil, destination: String? = nil) {
    self.guest = guest
    self.destination = destination
  }
}

extension Scenario {
  /// The tools' lines that ask for the same: virsh's and qm's, or QEMU's monitor's where there is
  /// no manager.
  public func handCommands(for names: HandNames = HandNames()) -> [HandCommand] {
    guard input.settings.manager.hasPhases else { return [monitorCommand(names)] }
    guard input.settings.hypervisor.isQEMU else {
      var command = HandCommand("xl")
      let guest = names.guest ?? "DOMAIN"
      command.lines = [ShellWord.line(["xl", "migrate", guest, names.destination ?? "HOST"])]
      command.notes = ["xl has no option for a limit of rounds, pages, downtime or bandwidth"]
      return [command]
    }
    return [virshCommand(names), qmCommand(names)]
  }

  /// What the migration section comes to, by key, without switches that are off.
  var asked: [(key: String, text: String)] {
    values.compactMap { value in
      guard value.path.hasPrefix("migration."), value.text != "false" else { return nil }
      return (String(value.path.dropFirst("migration.".count)), value.text)
    }
  }

  /// Values that no migration tool sets, where the scenario gives them.
  func notSetByTools(_ tool: String) -> [String] {
    var notes: [String] = []
    if values.contains(where: { $0.path == "path.congestion-control" && $0.origin != .default }) {
      let control = input.path.congestionControl.name
      notes.append(
        "congestion control is the source's system's: "
          + "sysctl net.ipv4.tcp_congestion_control=\(control)")
    }
    if asked.contains(where: { $0.key.hasPrefix("stop-rule.") }) {
      notes.append("stop-rule has no option: it describes how a build of the hypervisor behaves")
    }
    if let hosts = values.first(where: { $0.path.hasPrefix("hosts.") && $0.origin == .file }) {
      notes.append("\(hosts.path) has no option: it describes the machines")
    }
    return notes
  }

  /// QEMU's human monitor, on the source; the destination was started with -incoming.
  private func monitorCommand(_ names: HandNames) -> HandCommand {
    var command = HandCommand("QEMU's monitor")
    let limit = input.settings.downtimeLimit.wholeMilliseconds
    let cap = input.settings.bandwidthCap.map { Int64($0.bytesPerSecond) } ?? 0
    command.lines = [
      "migrate_set_parameter downtime-limit \(limit)",
      // The monitor takes a bare number for MiB/s; 0 is no limit.
      "migrate_set_parameter max-bandwidth \(cap == 0 ? "0" : "\(cap)B")",
    ]
    if input.settings.method == .stopAndCopy { command.lines.append("stop") }
    command.lines.append(
      "migrate -d tcp:" + (names.destination.map(ShellWord.quoted) ?? "DESTINATION") + ":4444")
    if let timeout = input.settings.timeout {
      let order =
        switch input.settings.onTimeout {
        case .abort: "migrate_cancel"
        case .suspend: "stop"
        }
      command.notes.append("there is no timeout: type \(order) after \(timeout)")
    }
    command.notes += notSetByTools("QEMU's monitor")
    return command
  }
}
