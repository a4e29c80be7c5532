import Quantities

/// Everything that decides how one migration goes, each value settled: no defaults are left open.
public struct MigrationInput: Sendable {
  public var guest: Guest
  public var path: Path
  public var settings: MigrationSettings
  public var hosts: HostConstants
  /// Why the manager would not even start; nil where it would.
  public var refusal: String?
  /// How many evenly spread offsets of what nobody can know a prediction is the median of.
  public var offsets: Int

  public init(
    guest: Guest, path: Path, settings: MigrationSettings, hosts: HostConstants,
    refusal: String? = nil, offsets: Int = 9
  ) {
    self.guest = guest
    self.path = path
    self.settings = settings
    self.hosts = hosts
    self.refusal = refusal
    self.offsets = offsets
  }
}

extension MigrationInput {
  /// Seconds that the first pass takes at the least, the path's windows considered.
  public var leastSeconds: Double {
    let link = Link(input: self, offset: Offset(index: 0, of: 1))
    let touched = PageCount(holding: guest.touched).count
    let zero = max(0, guest.pages.count - touched)
    let bytes = touched * StreamFormat.normalPage + zero * StreamFormat.zeroPage
    return Double(bytes) / link.steadyRate
  }
}

/// The virtual machine that moves.
public struct Guest: Sendable {
  /// What the domain is configured with; firmware comes on top (`firmwarePages`).
  public var memory: ByteCount
  /// Memory whose pages are not all zero when they are first sent.
  public var touched: ByteCount
  /// The parts of the workload; they act at once, each on a range of touched pages of its own.
  public var workload: [any WritePattern]

  public init(memory: ByteCount, touched: ByteCount, workload: [any WritePattern]) {
    self.memory = memory
    self.touched = touched
    self.workload = workload
  }

  /// pc.bios (256 KiB) and pc.rom (128 KiB), which QEMU's PC machines send as memory blocks of
  /// their own after the guest's memory.
  public static let firmwarePages = PageCount(96)

  /// Every page that a full pass visits.
  public var pages: PageCount { PageCount(holding: memory) + Guest.firmwarePages }
}

/// What the person who migrates asks for.
public struct MigrationSettings: Sendable {
  public var hypervisor: any Hypervisor
  public var manager: any Manager
  public var downtimeLimit: Span
  /// `virsh migrate --bandwidth`; nil is unlimited.
  public var bandwidthCap: DataRate?
  /// Abort when this much time has passed (`on-timeout: abort`).
  public var timeout: Span?

  public init(
    hypervisor: any Hypervisor, manager: any Manager,
    downtimeLimit: Span = .milliseconds(300), bandwidthCap: DataRate? = nil, timeout: Span? = nil
  ) {
    self.hypervisor = hypervisor
    self.manager = manager
    self.downtimeLimit = downtimeLimit
    self.bandwidthCap = bandwidthCap
    self.timeout = timeout
  }
}
