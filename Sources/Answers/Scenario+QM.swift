import MigrationModel
import Quantities
import Scenarios

extension Scenario {
  func qmCommand(_ names: HandNames) -> HandCommand {
    var command = HandCommand("qm")
    // Proxmox has numbers for its guests.
    let isNumber = names.guest.map { !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } }
    let guest = isNumber == true ? names.guest ?? "" : "VMID"
    let isProxmox = input.settings.manager.name == "proxmox"
    let keys = asked
    if input.settings.downtimeLimit != .milliseconds(100) {
      let limit = Decimals.text(
        input.settings.downtimeLimit.wholeMilliseconds, over: 1000, places: 3)
      command.lines.append(ShellWord.line(["qm", "set", guest, "--migrate_downtime", limit]))
    }
    var words = ["qm", "migrate", guest, node(names) ?? "NODE"]
    if isOnlineForQM { words.append("--online") }
    for (key, text) in keys {
      switch key {
      case "hypervisor", "manager", "downtime-limit", "on-timeout", "tls", "tunnelled": break
      case "method":
        if let around = qmAround { command.notes.append(around) }
        guard text == "stop-and-copy" else { break }
        command.notes.append(
          "qm migrate has no option for method \(text): type stop in the guest's monitor "
            + "(qm monitor \(guest)) first")
      case "bandwidth":
        guard let rate = try? DataRate(parsing: text) else { break }
        words += ["--bwlimit", String(max(1, Int64((rate.bytesPerSecond / 1024).rounded())))]
      case "timeout":
        switch input.settings.onTimeout {
        case .abort: command.notes.append("no option ends it after \(text): stop its task then")
        case .suspend:
          command.notes.append(
            "no option suspends the guest after \(text): type stop in its monitor "
              + "(qm monitor \(guest)) then")
        }
      case "copy-storage-all": words.append("--with-local-disks")
      case "auto-converge", "compressed":
        command.notes.append("\(key) has no option: Proxmox always turns it on")
      case _ where key.hasPrefix("stop-rule"): break
      default: command.notes.append("qm migrate has no option for migration.\(key)")
      }
    }
    let isEncrypted = keys.contains { $0.key == "tls" || $0.key == "tunnelled" }
    if !isProxmox, !isEncrypted { words += ["--migration_type", "insecure"] }
    command.lines.append(ShellWord.line(words))
    if !isProxmox {
      command.notes.append(
        "not the same: Proxmox turns auto-converge and XBZRLE on, and raises the downtime limit "
          + "by itself where a migration does not end")
    }
    command.notes += notSetByTools("qm")
    return command
  }

  /// A node's name, without what makes it libvirt's URI.
  private func node(_ names: HandNames) -> String? {
    guard let destination = names.destination, !destination.contains("/") else { return nil }
    return destination.hasPrefix("-") ? nil : destination
  }
}
