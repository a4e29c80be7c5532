import Foundation
import Quantities
import XMLCoder

/// A part of a domain's definition: what is not named as an element is an attribute.
protocol DomainNode: Codable, DynamicNodeEncoding {
  static var elements: Set<String> { get }
}

extension DomainNode {
  static var elements: Set<String> { [] }

  static func nodeEncoding(for key: any CodingKey) -> XMLEncoder.NodeEncoding {
    // The empty key is a node's own text.
    key.stringValue.isEmpty || elements.contains(key.stringValue) ? .element : .attribute
  }
}

/// The part of libvirt's domain format (formatdomain.html) that the runner's guests use.
struct DomainXML: DomainNode {
  static let elements: Set = [
    "name", "uuid", "metadata", "memory", "vcpu", "os", "features", "cpu", "clock", "on_reboot",
    "on_crash", "devices",
  ]
  var type: String
  var name: String
  var uuid: String
  var metadata: Metadata
  var memory: Memory
  var vcpu: Int
  var os: OS
  var features = Features()
  var cpu: CPU
  var clock = Clock()
  /// The kernel's panic=-1 asks for a reboot: a guest that starts anew would be another guest.
  var onReboot = "destroy"
  var onCrash = "destroy"
  var devices: Devices

  enum CodingKeys: String, CodingKey {
    case type, name, uuid, metadata, memory, vcpu, os, features, cpu, clock
    case onReboot = "on_reboot"
    case onCrash = "on_crash"
    case devices
  }

  struct Metadata: DomainNode {
    static let elements: Set = ["ferry:capture"]
    var mark = Mark()
    enum CodingKeys: String, CodingKey { case mark = "ferry:capture" }
  }

  struct Mark: DomainNode {
    var namespace = DomainDefinition.metadataURI
    enum CodingKeys: String, CodingKey { case namespace = "xmlns:ferry" }
  }

  struct Memory: DomainNode {
    var unit = "KiB"
    var count: Int64
    enum CodingKeys: String, CodingKey {
      case unit
      case count = ""
    }
  }

  struct OS: DomainNode {
    static let elements: Set = ["type", "kernel", "initrd", "cmdline"]
    var type: Machine
    var kernel: String
    var initrd: String
    var cmdline: String
  }

  struct Machine: DomainNode {
    var arch = "x86_64"
    var machine: String
    var kind = "hvm"
    enum CodingKeys: String, CodingKey {
      case arch, machine
      case kind = ""
    }
  }

  struct Empty: DomainNode {}

  struct Features: DomainNode {
    static let elements: Set = ["acpi", "apic"]
    var acpi = Empty()
    var apic = Empty()
  }

  struct CPU: DomainNode {
    static let elements: Set = ["model"]
    var mode = "custom"
    var match = "exact"
    var check = "none"
    var model: String
  }

  struct Clock: DomainNode {
    var offset = "utc"
  }

  struct Devices: DomainNode {
    static let elements: Set = [
      "emulator", "disk", "controller", "serial", "interface", "memballoon",
    ]
    var emulator: String
    var disk: [Disk]
    var controller = Controller()
    var serial: [Serial]
    var interface: [Interface]
    var memballoon = None()
  }

  struct Disk: DomainNode {
    static let elements: Set = ["driver", "source", "target"]
    var type = "file"
    var device = "disk"
    var driver: Driver
    var source: File
    var target: Target
  }

  struct Driver: DomainNode {
    var name = "qemu"
    var type: String
    /// Only then does libvirt take a move for safe (qemuMigrationSrcIsSafe).
    var cache = "none"
  }

  struct File: DomainNode {
    var file: String
  }

  struct Target: DomainNode {
    var dev: String
    var bus = "virtio"
  }

  struct Controller: DomainNode {
    var type = "usb"
    var model = "none"
  }

  struct None: DomainNode {
    var model = "none"
  }

  struct Serial: DomainNode {
    static let elements: Set = ["source", "target"]
    var type: String
    var source: [Source]
    var target: Port
  }

  struct Source: DomainNode {
    var path: String
    var append = "on"
  }

  struct Port: DomainNode {
    var port: Int
  }

  struct Interface: DomainNode {
    static let elements: Set = ["source", "mac", "model"]
    var type = "bridge"
    var source: Bridge
    var mac: MAC
    var model = Model()
  }

  struct Bridge: DomainNode {
    var bridge: String
  }

  struct MAC: DomainNode {
    var address: String
  }

  struct Model: DomainNode {
    var type = "virtio"
  }

  /// Just enough of any domain to see whether it bears the mark; libvirt keeps prefixes as written.
  struct Marked: Decodable {
    struct Metadata: Decodable {
      var mark: Mark?
      enum CodingKeys: String, CodingKey { case mark = "ferry:capture" }
    }
    var metadata: Metadata?

    var isMarked: Bool { metadata?.mark?.namespace == DomainDefinition.metadataURI }

    init(xml: String) throws {
      self = try XMLDecoder().decode(Self.self, from: Data(xml.utf8))
    }
  }
}

extension DomainXML {
  init(_ domain: DomainDefinition) throws {
    try DomainXML.check(domain)
    type = domain.accelerator == .kvm ? "kvm" : "qemu"
    name = domain.name
    uuid = domain.uuid
    metadata = Metadata()
    memory = Memory(count: domain.memory.count >> 10)
    vcpu = domain.vcpus
    os = OS(
      type: Machine(machine: domain.machine ?? "q35"), kernel: domain.kernel,
      initrd: domain.initrd, cmdline: domain.commandLine)
    // The least that each accelerator offers on any host: it migrates between all of them, and a
    // load that writes pages needs no more.
    cpu = CPU(model: domain.accelerator == .kvm ? "kvm64" : "qemu64")
    devices = Devices(
      emulator: domain.emulator,
      disk: domain.disks.map {
        Disk(
          driver: Driver(type: $0.format.rawValue), source: File(file: $0.file),
          target: Target(dev: $0.name))
      },
      serial: [
        Serial(
          type: "file", source: [Source(path: domain.console)], target: Port(port: 0)),
        Serial(type: "pty", source: [], target: Port(port: 1)),
      ],
      interface: domain.interface.map {
        [
          Interface(
            source: Bridge(bridge: $0.bridge), mac: MAC(address: $0.mac))
        ]
      } ?? [])
  }

  var text: String {
    get throws {
      let encoder = XMLEncoder()
      encoder.outputFormatting = .prettyPrinted
      return String(decoding: try encoder.encode(self, withRootKey: "domain"), as: UTF8.self)
    }
  }

  /// libvirt refuses a name with a slash or a line break (virDomainDefPostParseCommon,
  /// virDomainDefParseXML); XML 1.0 has no way to write most other control characters.
  private static func check(_ domain: DomainDefinition) throws(RunnerProblem) {
    guard !domain.name.allSatisfy(\.isWhitespace), !domain.name.contains("/") else {
      throw RunnerProblem(
        "a domain cannot be named \(domain.name.debugDescription)",
        remedy: "libvirt wants a name that is not blank and has no slash")
    }
    let texts =
      [
        domain.name, domain.uuid, domain.emulator, domain.kernel, domain.initrd, domain.commandLine,
        domain.console, domain.machine ?? "", domain.interface?.bridge ?? "",
        domain.interface?.mac ?? "",
      ] + domain.disks.flatMap { [$0.name, $0.file] }
    for text in texts where text.unicodeScalars.contains(where: isUnspeakable) {
      throw RunnerProblem(
        "\(text.debugDescription) cannot stand in a domain's definition",
        remedy: "leave out line breaks and other control characters")
    }
  }

  private static func isUnspeakable(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || (0xFFFE...0xFFFF).contains(scalar.value)
  }
}
