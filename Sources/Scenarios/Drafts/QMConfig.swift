import Foundation
import Quantities

/// Proxmox VE's definition of a machine, "key: value" lines (qm config, qm.conf(5)).
extension ScenarioDraft {
  /// From `qm config`, or a file of /etc/pve/qemu-server.
  public init(qmConfig data: Data) throws(DraftProblem) {
    let text = try ScenarioDraft.text(data, "a machine's qm config")
    let lines = QMConfig.lines(of: text)
    let values = Dictionary(lines) { first, _ in first }
    guard lines.contains(where: { QMConfig.keys.contains($0.0) }) else {
      throw DraftProblem("is no qm config: it has no line such as \"memory: 2048\"")
    }
    // Since Proxmox VE 8 with properties: "current=2048". The default is qm's.
    let memory = QMConfig.property("current", of: values["memory"] ?? "512")
    self.init(
      name: values["name"] ?? "", memory: try ScenarioDraft.memory("\(memory) MiB"),
      origin: "a qm config")
    vcpus = QMConfig.vcpus(values)
    machine = values["machine"].map { text in
      // Proxmox adds its own revision to QEMU's name.
      String(QMConfig.property("type", of: text).prefix { $0 != "+" })
    }
    let model = QMConfig.property("cputype", of: values["cpu"] ?? "kvm64")
    cpuVendor = ScenarioDraft.vendor(ofModel: model)
    cpuMode = model
    manager = "proxmox"
    disks = lines.compactMap(QMConfig.disk)
    nics = lines.compactMap(QMConfig.nic)
    downtimeLimit = QMConfig.milliseconds(values["migrate_downtime"] ?? "0.1")
    bandwidthCap = values["migrate_speed"].flatMap { Int64($0) }.flatMap { speed in
      // 0 is no limit; qm's MB are 1024 KiB each.
      (1...1_000_000).contains(speed) ? "\(speed) MiB/s" : nil
    }
  }
}

private enum QMConfig {
  /// Keys by which such a file is known.
  static let keys: Set<String> = [
    "memory", "cores", "sockets", "name", "ostype", "boot", "scsihw", "vmgenid", "smbios1",
  ]

  /// Up to the first section, which is a snapshot's; comments left out.
  static func lines(of text: String) -> [(String, String)] {
    var lines: [(String, String)] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " }
      if line.first == "[" { break }
      guard line.first != "#", let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let trimmed = value.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
      lines.append((String(line[..<colon]), String(trimmed)))
    }
    return lines
  }

  /// A property of a value such as "type=q35,viommu=intel"; the first may lack its name.
  static func property(_ name: String, of text: String) -> String {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let named = parts.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1)
    return String(named ?? parts.first ?? "")
  }

  private static func optional(_ name: String, of text: String) -> Substring? {
    text.split(separator: ",").first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1)
  }

  static func vcpus(_ values: [String: String]) -> Int64? {
    if let vcpus = values["vcpus"] { return Int64(vcpus) }
    guard let cores = Int64(values["cores"] ?? "1"), let sockets = Int64(values["sockets"] ?? "1")
    else { return nil }
    let (product, overflow) = cores.multipliedReportingOverflow(by: sockets)
    return overflow ? nil : product
  }

  /// "scsi0: local-lvm:vm-100-disk-0,size=32G".
  static func disk(_ line: (String, String)) -> ScenarioDraft.Disk? {
    let (key, value) = line
    let buses = ["scsi", "virtio", "sata", "ide", "efidisk", "tpmstate"]
    guard isNumbered(key, buses), value != "none", optional("media", of: value) != "cdrom" else {
      return nil
    }
    return ScenarioDraft.Disk(
      name: key, size: optional("size", of: value).flatMap { size($0) }, backend: nil)
  }

  static func nic(_ line: (String, String)) -> ScenarioDraft.NIC? {
    let (key, value) = line
    guard isNumbered(key, ["net"]) else { return nil }
    let first = value.split(separator: ",").first ?? ""
    let model = optional("model", of: value) ?? first.prefix { $0 != "=" }
    // An MTU of 1 stands for the bridge's.
    let mtu = optional("mtu", of: value).flatMap { Int64($0) }
    return ScenarioDraft.NIC(model: String(model), mtu: mtu == 1 ? nil : mtu)
  }

  private static func isNumbered(_ key: String, _ names: [String]) -> Bool {
    names.contains { name in
      let number = key.dropFirst(name.count)
      return key.hasPrefix(name) && !number.isEmpty
        && number.utf8.allSatisfy { (48...57).contains($0) }
    }
  }

  /// "32G": binary, bytes if nothing is said.
  private static func size(_ text: Substring) -> ByteCount? {
    let units: [Character: String] = ["K": "KiB", "M": "MiB", "G": "GiB", "T": "TiB"]
    guard text.utf8.count <= 40 else { return nil }
    if let last = text.last, let unit = units[last] {
      return try? ByteCount(parsing: "\(text.dropLast()) \(unit)")
    }
    return try? ByteCount(parsing: "\(text) B")
  }

  /// Seconds, with decimals; nil where the scenario would not take them.
  static func milliseconds(_ seconds: String) -> String? {
    guard seconds.utf8.count <= 20, let span = try? Span(parsing: "\(seconds) s"),
      span <= .seconds(2000), span.count % 1_000_000 == 0
    else { return nil }
    return "\(span.wholeMilliseconds) ms"
  }
}
