import Foundation
import Quantities
import XMLCoder

/// libvirt's definition of a domain, as far as a scenario takes from it (virsh dumpxml).
private struct DomainXML: Decodable {
  var name: String?
  var memory: Amount?
  var vcpu: Amount?
  var os: System?
  var cpu: Processor?
  var devices: Devices?

  /// A text and the unit beside it.
  struct Amount: Decodable {
    var text: String
    var unit: String?
    enum CodingKeys: String, CodingKey {
      case text = ""
      case unit
    }
  }

  struct System: Decodable {
    var type: Machine?
    struct Machine: Decodable { var machine: String? }
  }

  struct Processor: Decodable {
    var mode: String?
    var model: Text?
    var vendor: String?
  }

  struct Text: Decodable {
    var text: String
    enum CodingKeys: String, CodingKey { case text = "" }
  }

  struct Devices: Decodable {
    var disk: [Disk]?
    var interface: [Interface]?
  }

  struct Disk: Decodable {
    var type: String?
    var device: String?
    var source: Source?
    var target: Target?
    struct Source: Decodable { var `protocol`: String? }
    struct Target: Decodable { var dev: String? }
  }

  struct Interface: Decodable {
    var type: String?
    var model: Model?
    var mtu: MTU?
    struct Model: Decodable { var type: String? }
    struct MTU: Decodable { var size: String? }
  }
}

extension ScenarioDraft {
  /// From `virsh dumpxml`.
  public init(domainXML data: Data) throws(DraftProblem) {
    let text = try ScenarioDraft.text(data, "a domain's XML")
    // libvirt writes none; entities that hold entities are how small files grow large.
    guard !text.contains("<!DOCTYPE"), !text.contains("<!ENTITY") else {
      throw DraftProblem("has a document type, which no domain's XML has")
    }
    guard text.contains("<domain") else {
      throw DraftProblem("is no domain's XML: it has no <domain>; make it with virsh dumpxml")
    }
    guard !XMLNesting.isDeep(Data(text.utf8)) else {
      throw DraftProblem(
        "has elements over \(XMLNesting.most) deep in each other, which no domain's XML has")
    }
    let domain: DomainXML
    do {
      let decoder = XMLDecoder(trimValueWhitespaces: true)
      domain = try decoder.decode(DomainXML.self, from: Data(text.utf8))
    } catch {
      throw DraftProblem("is no domain's XML as virsh dumpxml writes it")
    }
    guard let memory = domain.memory else { throw DraftProblem("has no <memory>") }
    self.init(
      name: domain.name ?? "", memory: try ScenarioDraft.size(memory.text, memory.unit),
      origin: "a domain's XML")
    vcpus = domain.vcpu.flatMap { Int64($0.text) }
    machine = domain.os?.type?.machine
    cpuVendor = ScenarioDraft.vendor(of: domain.cpu)
    cpuMode = domain.cpu?.mode
    disks = (domain.devices?.disk ?? []).compactMap(ScenarioDraft.disk)
    nics = (domain.devices?.interface ?? []).map { interface in
      NIC(
        model: interface.model?.type ?? interface.type ?? "unknown",
        mtu: interface.mtu?.size.flatMap { Int64($0) })
    }
  }

  private static func vendor(of processor: DomainXML.Processor?) -> String? {
    if let named = processor?.vendor, let known = ["Intel", "AMD"].first(where: { $0 == named }) {
      return known
    }
    return processor?.model.flatMap { vendor(ofModel: $0.text) }
  }

  private static func disk(_ disk: DomainXML.Disk) -> Disk? {
    guard disk.device == nil || disk.device == "disk" || disk.device == "lun" else { return nil }
    let backend: String? =
      switch (disk.type, disk.source?.protocol) {
      case ("file", _): "file"
      case ("network", "rbd"?): "ceph"
      case ("network", "iscsi"?): "iscsi"
      case ("network", "nfs"?): "nfs"
      default: nil
      }
    return Disk(name: disk.target?.dev ?? "disk", size: nil, backend: backend)
  }

  /// libvirt's units (docs/formatdomain, "Memory Allocation"): KiB if none is given.
  private static func size(_ text: String, _ unit: String?) throws(DraftProblem) -> ByteCount {
    let units = [
      "b": "B", "bytes": "B", "KB": "kB", "k": "KiB", "KiB": "KiB", "MB": "MB", "M": "MiB",
      "MiB": "MiB", "GB": "GB", "G": "GiB", "GiB": "GiB", "TB": "TB", "T": "TiB", "TiB": "TiB",
    ]
    let written = unit ?? "KiB"
    guard let symbol = units[written] else {
      throw DraftProblem("has <memory> in \"\(excerpt(written))\", which is no unit of libvirt's")
    }
    return try memory("\(text) \(symbol)")
  }
}

extension ScenarioDraft {
  /// A file's text; what is no text is told.
  static func text(_ data: Data, _ kind: String) throws(DraftProblem) -> String {
    guard data.count <= mostBytes else {
      throw DraftProblem("is over 4 MiB, which is not \(kind)")
    }
    guard let text = String(validating: data, as: UTF8.self), !text.utf8.contains(0) else {
      throw DraftProblem("is no UTF-8 text")
    }
    return text
  }

  /// A machine's memory, as far as a scenario takes it.
  static func memory(_ text: String) throws(DraftProblem) -> ByteCount {
    let limits = ByteCount(4096)...ScenarioFormat.anySize.upperBound
    guard text.utf8.count <= 60, let size = try? ByteCount(parsing: text), limits.contains(size)
    else {
      throw DraftProblem(
        "has \"\(excerpt(text))\" of memory, where \(limits.lowerBound) to \(limits.upperBound) "
          + "make sense")
    }
    return size
  }
}
