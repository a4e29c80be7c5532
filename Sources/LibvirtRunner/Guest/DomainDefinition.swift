import Quantities

/// A guest as libvirt is to define it: what a load needs and nothing else.
///
/// No video, USB or balloon, and no disk that was not planned, so that no device moves with it
/// whose state nobody asked for. Kernel, initrd, console and disks must be found by the same paths
/// on both hosts.
public struct DomainDefinition: Sendable, Equatable {
  public struct Interface: Sendable, Equatable {
    /// A bridge that both hosts have.
    public var bridge: String
    /// "52:54:00:00:00:01"
    public var mac: String

    public init(bridge: String, mac: String) {
      self.bridge = bridge
      self.mac = mac
    }
  }

  /// A disk as a file, which QEMU reads and writes past the host's page cache.
  public struct Disk: Sendable, Equatable {
    public enum Format: String, Sendable { case raw, qcow2 }

    /// The target's name: vda.
    public var name: String
    /// The same path on both hosts, and another file.
    public var file: String
    public var format: Format

    public init(name: String, file: String, format: Format = .raw) {
      self.name = name
      self.file = file
      self.format = format
    }
  }

  public var name: String
  /// "0b8a1c7e-…": the same in every cycle, or libvirt takes two domains for one name.
  public var uuid: String
  public var memory: ByteCount
  public var vcpus: Int
  /// nil is the newest q35 that the host has; libvirt writes down which when it defines the domain.
  public var machine: String?
  public var accelerator: Accelerator
  public var emulator: String
  public var kernel: String
  public var initrd: String
  public var commandLine: String
  /// The file of the serial console. QEMU appends, so the two hosts may share it.
  public var console: String
  /// For probes; nil is a guest without a network.
  public var interface: Interface?
  public var disks: [Disk]

  /// - Throws: `RunnerProblem` where the image lacks what the orders need.
  public init(
    name: String, uuid: String, guest: PlannedGuest, image: GuestImage, orders: GuestOrders,
    accelerator: Accelerator, emulator: String = "/usr/bin/qemu-system-x86_64", console: String,
    interface: Interface? = nil, disks: [Disk] = []
  ) throws {
    self.name = name
    self.uuid = uuid
    self.memory = guest.memory
    self.vcpus = guest.vcpus
    self.machine = guest.machine
    self.accelerator = accelerator
    self.emulator = emulator
    self.kernel = image.kernel
    self.initrd = try image.initrd(for: orders)
    self.commandLine = orders.commandLine
    self.console = console
    self.interface = interface
    self.disks = disks
  }

  /// Marks what the runner made, also in what is left of a killed one: the namespace of an element
  /// in the domain's metadata.
  public static let metadataURI = "urn:ferry:capture"

  /// The serial port that sends back what it gets: `virDomainOpenConsole(domain, "serial1", …)`,
  /// or `virsh console --devname serial1`.
  public static let echoDevice = "serial1"

  /// The domain's XML.
  ///
  /// - Throws: `RunnerProblem` where libvirt would refuse the name, or a text holds a character
  ///   that XML cannot carry.
  public func xml() throws -> String { try DomainXML(self).text }

  /// Whether a domain's XML (`virsh dumpxml`) is of the runner's making.
  public static func isFerrys(xml: String) -> Bool {
    (try? DomainXML.Marked(xml: xml))?.isMarked ?? false
  }
}
