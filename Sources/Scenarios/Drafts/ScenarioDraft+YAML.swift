import Quantities

extension ScenarioDraft {
  /// What stands where only the machine's owner knows the value. It is no quantity, so `validate`
  /// points at it until it is replaced.
  static let open = "FILL IN"

  /// The scenario as YAML with comments; what isn't supported yet stands in comments.
  public var yaml: String {
    let lines = heading + vm + path + workload + migration
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    let source = origin.isEmpty ? "An example to start from" : "Made from \(origin)"
    return [
      "# \(source): check each value, then run ferry validate -v and ferry predict.",
      "name: \(YAMLText.scalar(cleanName))", "",
    ]
  }

  /// A scenario's name has no control characters and keeps to a line.
  private var cleanName: String {
    let scalars = name.unicodeScalars.prefix(200).map { scalar -> Unicode.Scalar in
      YAMLText.mustEscape(scalar) ? " " : scalar
    }
    let text = String(String.UnicodeScalarView(scalars))
    return text.allSatisfy { $0 == " " } ? "a virtual machine" : text
  }

  private var vm: [String] {
    var lines = ["vm:", "  memory: \(memory.exactText)"]
    if let vcpus {
      let isKnown = (1...4096).contains(vcpus)
      lines.append("  \(isKnown ? "" : "# ")vcpus: \(vcpus)")
    }
    if let machine { lines.append(line(ofMachine: machine)) }
    if let cpuVendor {
      lines.append("  cpu-vendor: \(cpuVendor)")
    } else if let cpuMode {
      lines.append(
        "  # cpu-vendor: Intel         # or AMD; the definition says \(YAMLText.scalar(cpuMode))")
    }
    lines += [
      "  # The memory whose pages are not all zero decides more than anything else; without this",
      "  # line all of memory counts.",
      "  # touched: 70 %",
    ]
    return lines + devices + [""]
  }

  private func line(ofMachine machine: String) -> String {
    let text = YAMLText.scalar(machine)
    guard let version = Resolution.machineVersion(machine) else {
      return "  # machine: \(text)   # not known here; pc-q35-X.Y or pc-i440fx-X.Y is"
    }
    return version <= (10, 0)
      ? "  machine: \(text)" : "  # machine: \(text)   # newer than the hypervisor below"
  }

  private var devices: [String] {
    guard !disks.isEmpty || !nics.isEmpty else { return [] }
    var lines: [String] = []
    if !disks.isEmpty {
      lines.append("  # For disks that move too (migration: copy-storage-all), or are reached over")
      lines.append("  # this path:")
      lines.append("  # disks:")
      lines += disks.map { disk in
        var fields = ["name: \(YAMLText.scalar(disk.name))"]
        fields.append("size: \(disk.size?.exactText ?? ScenarioDraft.open)")
        if let backend = disk.backend { fields.append("backend: \(backend)") }
        return "  #   - {\(fields.joined(separator: ", "))}"
      }
    }
    if !nics.isEmpty {
      lines.append("  # Not supported yet:")
      lines.append("  # nics:")
      lines += nics.map { nic in
        let mtu = nic.mtu.map { ", mtu: \($0)" } ?? ""
        return "  #   - {model: \(YAMLText.scalar(nic.model))\(mtu)}"
      }
    }
    return lines
  }

  private var path: [String] {
    [
      "path:",
      "  bandwidth: " + YAMLText.scalar(bandwidth ?? ScenarioDraft.open)
        + "   # what iperf3 reports between the hosts, as 37 Mbit/s",
      "  rtt: " + YAMLText.scalar(roundTrip ?? ScenarioDraft.open)
        + "   # what ping reports on the idle path, as 37 ms",
      "  # overlay: vxlan            # if the migration itself goes through one",
      "  # congestion-control: bbr   # the source's; cubic is usual", "",
    ]
  }

  private var workload: [String] {
    [
      "workload:",
      "  - {pattern: idle}           # the guest's own system",
      "  # What runs in it, by the memory it writes to and how fast:",
      "  # - {pattern: uniform, working-set: 512 MiB, rate: 2 MiB/s}", "",
    ]
  }

  private var migration: [String] {
    var lines = [
      "migration:",
      "  hypervisor: qemu 10.0       # or qemu 7.2",
    ]
    if let manager { lines.append("  manager: \(manager)") }
    lines.append("  downtime-limit: \(YAMLText.scalar(downtimeLimit ?? "300 ms"))")
    if let bandwidthCap { lines.append("  bandwidth: \(YAMLText.scalar(bandwidthCap))") }
    return lines
  }
}
