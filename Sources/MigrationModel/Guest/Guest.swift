import Quantities

/// The virtual machine that moves.
public struct Guest: Sendable {
  /// What the domain is configured with; firmware comes on top (`firmwarePages`).
  public var memory: ByteCount
  /// Memory whose pages are not all zero when they are first sent.
  public var touched: ByteCount
  /// A display adapter's, all zero pages, on top of both.
  public var videoMemory: ByteCount
  /// The parts of the workload; they act at once, each on a range of touched pages of its own.
  public var workload: [any WritePattern]
  public var disks: [Disk]
  /// What it does to them, all at once.
  public var diskWork: [DiskWork]

  public init(
    memory: ByteCount, touched: ByteCount, videoMemory: ByteCount = .zero,
    workload: [any WritePattern], disks: [Disk] = [], diskWork: [DiskWork] = []
  ) {
    self.memory = memory
    self.touched = touched
    self.videoMemory = videoMemory
    self.workload = workload
    self.disks = disks
    self.diskWork = diskWork
  }

  /// pc.bios (256 KiB) and pc.rom (128 KiB), which QEMU's PC machines send as memory blocks of
  /// their own after the guest's memory.
  public static let firmwarePages = PageCount(96)

  /// Every page that a full pass visits.
  public var pages: PageCount {
    PageCount(holding: memory) + Guest.firmwarePages + PageCount(holding: videoMemory)
  }
}
