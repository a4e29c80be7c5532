import Quantities

/// What the guest does to one of its disks, beside what it does to its memory.
public struct DiskWork: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case read = "disk-read"
    case write = "disk-write"
  }

  public enum Order: String, Sendable, CaseIterable {
    case uniform, sequential
  }

  public var kind: Kind
  public var disk: String
  /// The range that it keeps to, from the disk's beginning on.
  public var workingSet: ByteCount
  public var rate: DataRate
  /// One request.
  public var block: ByteCount
  public var order: Order
  /// How often the guest flushes; nil where it never does.
  public var flushEvery: Span?
  public var pacing: Pacing.Kind

  public init(
    _ kind: Kind, disk: String, workingSet: ByteCount, rate: DataRate, block: ByteCount,
    order: Order = .uniform, flushEvery: Span? = nil, pacing: Pacing.Kind = .catchUp
  ) {
    self.kind = kind
    self.disk = disk
    self.workingSet = workingSet
    self.rate = rate
    self.block = block
    self.order = order
    self.flushEvery = flushEvery
    self.pacing = pacing
  }

  /// Requests a second, evenly spaced.
  public var requestsPerSecond: Double { rate.bytesPerSecond / Double(block.count) }
}
