import Quantities

/// A scenario to go on with: what a virtual machine's definition tells, and what only its owner
/// knows left to be filled in.
public struct ScenarioDraft: Sendable, Equatable {
  public var name: String
  public var memory: ByteCount
  public var vcpus: Int64?
  public var machine: String?
  /// Intel or AMD, where the definition names a processor of one of them.
  public var cpuVendor: String?
  /// What the definition says of the processor, where that tells no vendor.
  public var cpuMode: String?
  public var disks: [Disk] = []
  public var nics: [NIC] = []
  public var downtimeLimit: String?
  public var bandwidthCap: String?
  /// What manages the machine, where it isn't libvirt.
  public var manager: String?
  /// What to call the source in the first comment.
  public var origin: String
  /// path.bandwidth and path.rtt, as they are to be written; nil where they are left open.
  public var bandwidth: String?
  public var roundTrip: String?

  public struct Disk: Sendable, Equatable {
    public var name: String
    public var size: ByteCount?
    /// file, nfs, iscsi or ceph.
    public var backend: String?
  }

  public struct NIC: Sendable, Equatable {
    public var model: String
    public var mtu: Int64?
  }

  init(name: String, memory: ByteCount, origin: String) {
    self.name = name
    self.memory = memory
    self.origin = origin
  }

  /// A small example, to be changed by whoever starts from it.
  public static var example: ScenarioDraft {
    var draft = ScenarioDraft(name: "my first migration", memory: ByteCount(2 << 30), origin: "")
    draft.vcpus = 1
    draft.bandwidth = "37 Mbit/s"
    draft.roundTrip = "37 ms"
    return draft
  }
}

/// Why no draft can be made of a file.
public struct DraftProblem: Error, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}

extension ScenarioDraft {
  /// No definition of a machine is larger.
  public static let mostBytes = 4 << 20

  /// The vendor of a processor by QEMU's name for it; nil where it is of either.
  static func vendor(ofModel model: String) -> String? {
    let word = model.lowercased()
    let amd = ["epyc", "opteron", "phenom", "athlon", "k6"]
    let intel = [
      "conroe", "penryn", "nehalem", "westmere", "sandybridge", "ivybridge", "haswell",
      "broadwell", "skylake", "cascadelake", "cooperlake", "icelake", "sapphirerapids",
      "graniterapids", "sierraforest", "clearwaterforest", "snowridge", "denverton", "knightsmill",
      "core2duo", "coreduo", "pentium", "n270",
    ]
    if amd.contains(where: word.hasPrefix) { return "AMD" }
    return intel.contains(where: word.hasPrefix) ? "Intel" : nil
  }
}
