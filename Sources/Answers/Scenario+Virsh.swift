import MigrationModel
import Quantities
import Scenarios

/// How virsh migrate takes a key of the migration section that it spells the same way.
private enum VirshOption {
  case flag
  /// A bare number, or words.
  case verbatim
  case bytes
  /// Whole MiB/s.
  case mebibytesPerSecond

  /// `virsh help migrate` of libvirt 11.3.
  static let all: [String: VirshOption] = [
    "p2p": .flag, "direct": .flag, "tunnelled": .flag, "persistent": .flag,
    "undefinesource": .flag, "copy-storage-all": .flag, "copy-storage-inc": .flag,
    "copy-storage-synchronous-writes": .flag, "compressed": .flag, "auto-converge": .flag,
    "abort-on-error": .flag, "zerocopy": .flag, "tls": .flag, "parallel": .flag,
    "migrate-disks": .verbatim, "comp-methods": .verbatim, "comp-mt-level": .verbatim,
    "comp-mt-threads": .verbatim, "comp-mt-dthreads": .verbatim, "comp-zlib-level": .verbatim,
    "comp-zstd-level": .verbatim, "comp-xbzrle-cache": .bytes, "parallel-connections": .verbatim,
    "auto-converge-initial": .verbatim, "auto-converge-increment": .verbatim,
    "bandwidth": .mebibytesPerSecond, "postcopy-bandwidth": .mebibytesPerSecond,
    "available-switchover-bandwidth": .mebibytesPerSecond,
  ]

  func words(_ key: String, _ text: String) -> [String] {
    switch self {
    case .flag: return ["--\(key)"]
    case .verbatim: return ["--\(key)", text]
    case .bytes:
      return ["--\(key)", (try? ByteCount(parsing: text)).map { String($0.count) } ?? text]
    case .mebibytesPerSecond:
      guard let rate = try? DataRate(parsing: text) else { return [] }
      return ["--\(key)", String(VirshOption.mebibytes(rate))]
    }
  }

  /// At least 1, as 0 is no limit.
  static func mebibytes(_ rate: DataRate) -> Int64 {
    max(1, Int64((rate.bytesPerSecond / Double(1 << 20)).rounded()))
  }
}

extension Scenario {
  func virshCommand(_ names: HandNames) -> HandCommand {
    var command = HandCommand("virsh")
    let guest = names.guest ?? "DOMAIN"
    // A name that begins with a hyphen would be taken for an option.
    let domain = guest.hasPrefix("-") ? ["--domain=\(guest)"] : [guest]
    let uri = names.destination.map { $0.contains("://") ? $0 : "qemu+ssh://\($0)/system" }
    let place = uri ?? "qemu+ssh://DESTINATION/system"
    if let moved = virshStoppedMove(domain, to: place) { return moved }
    var words = ["virsh", "migrate"]
    var options: [String] = []
    for (key, text) in asked {
      switch key {
      case "hypervisor", "manager", "on-timeout": break
      case "method":
        let (method, note) = Scenario.virshMethod(text)
        words += method
        command.notes += note.map { [$0] } ?? []
      case "downtime-limit":
        guard input.settings.downtimeLimit != .milliseconds(300) else { break }
        let limit = String(input.settings.downtimeLimit.wholeMilliseconds)
        command.lines.append(
          ShellWord.line(["virsh", "migrate-setmaxdowntime"] + domain + [limit]))
      case "timeout":
        let (option, note) = timeoutWords(text, domain)
        options += option
        command.notes += note.map { [$0] } ?? []
      case "postcopy-after":
        if text == "first-pass" {
          options.append("--postcopy-after-precopy")
        } else {
          command.notes.append(
            "no option switches to post-copy after \(text): type "
              + ShellWord.line(["virsh", "migrate-postcopy"] + domain) + " then")
        }
      case _ where key.hasPrefix("stop-rule"): break
      default:
        guard let option = VirshOption.all[key] else {
          command.notes.append("virsh has no option for migration.\(key)")
          break
        }
        options += option.words(key, text)
        if key.hasSuffix("bandwidth"), let rate = try? DataRate(parsing: text),
          rate.count % (8 << 20) != 0
        {
          command.notes.append(
            "virsh takes whole MiB/s: \(rate) is "
              + "\(Decimals.text(rate.bytesPerSecond / Double(1 << 20), places: 2)) of them")
        }
      }
    }
    words += domain + [place] + options
    command.lines.append(ShellWord.line(words))
    if input.settings.bandwidthCap != nil {
      command.notes.append(
        "while it runs, the rate limit is "
          + ShellWord.line(["virsh", "migrate-setspeed"] + domain) + " and whole MiB/s")
    }
    command.notes += (firstStep.map { [$0] } ?? []) + notSetByTools("virsh")
    return command
  }

  /// Words before the domain's name, and what there are none for.
  private static func virshMethod(_ method: String) -> (words: [String], note: String?) {
    switch method {
    case "precopy": return (["--live"], nil)
    case "postcopy", "hybrid": return (["--live", "--postcopy"], nil)
    // Without --live the guest is paused first.
    case "stop-and-copy": return ([], nil)
    case "offline": return (["--offline", "--persistent"], nil)
    case "two-step": return (["--live", "--copy-storage-inc"], nil)
    default: return (["--live"], "virsh migrate has no option for method \(method)")
    }
  }

  private func timeoutWords(
    _ text: String, _ domain: [String]
  ) -> (words: [String], note: String?) {
    let timeout = (try? Span(parsing: text)) ?? .zero
    let seconds = String((timeout.count + 999_999_999) / 1_000_000_000)
    switch self.text(at: "migration.on-timeout") {
    case "suspend": return (["--timeout", seconds, "--timeout-suspend"], nil)
    case "postcopy": return (["--timeout", seconds, "--timeout-postcopy"], nil)
    default:
      return (
        [],
        "no option aborts at a timeout (--timeout suspends the guest, or with "
          + "--timeout-postcopy switches to post-copy): type "
          + ShellWord.line(["virsh", "domjobabort"] + domain) + " after \(timeout)"
      )
    }
  }
}
