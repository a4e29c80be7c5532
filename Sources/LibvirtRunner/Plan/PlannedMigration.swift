import MigrationModel
import Quantities
import Records

/// One migration that a plan asks for, settled: all that the runner needs to make it happen.
public struct PlannedMigration: Sendable {
  /// Its name in the campaign; a file name, so of letters, digits, dots and hyphens only.
  public var run: String
  /// The whole scenario with the varied values in it, for the record to carry.
  public var scenario: JSONValue
  public var guest: PlannedGuest
  public var path: Path
  public var options: MigrationOptions
  /// Which of the plan's configurations this is, and which repetition; both from 1.
  public var configuration: Int
  public var cycle: Int
  /// The varied fields by dotted path, in words.
  public var varied: [(path: String, value: String)]
  /// For what the guest's loads draw; the same for all configurations of a cycle.
  public var seed: UInt64

  public init(
    run: String, scenario: JSONValue, guest: PlannedGuest, path: Path, options: MigrationOptions,
    configuration: Int = 1, cycle: Int = 1, varied: [(path: String, value: String)] = [],
    seed: UInt64 = 1
  ) {
    self.run = run
    self.scenario = scenario
    self.guest = guest
    self.path = path
    self.options = options
    self.configuration = configuration
    self.cycle = cycle
    self.varied = varied
    self.seed = seed
  }
}

/// The machine to be moved.
public struct PlannedGuest: Sendable, Equatable {
  public var memory: ByteCount
  public var vcpus: Int
  /// QEMU's machine type: pc-q35-7.2; nil is the newest.
  public var machine: String?
  /// Memory to be filled before the migration, loads included; nil fills nothing.
  public var touched: ByteCount?
  public var loads: [GuestLoad]
  public var disks: [Disk]

  public init(
    memory: ByteCount, vcpus: Int = 1, machine: String? = nil, touched: ByteCount? = nil,
    loads: [GuestLoad] = [], disks: [Disk] = []
  ) {
    self.memory = memory
    self.vcpus = vcpus
    self.machine = machine
    self.touched = touched
    self.loads = loads
    self.disks = disks
  }
}

/// What `virsh migrate` would be given.
public struct MigrationOptions: Sendable, Equatable {
  public enum OnTimeout: String, Sendable { case abort, suspend }

  public var downtimeLimit: Span
  /// nil is unlimited.
  public var bandwidth: DataRate?
  public var timeout: Span?
  public var onTimeout: OnTimeout
  public var peerToPeer: Bool
  /// What goes of its disks; nil is nothing.
  public var storage: StorageCopy?

  public init(
    downtimeLimit: Span = .milliseconds(300), bandwidth: DataRate? = nil, timeout: Span? = nil,
    onTimeout: OnTimeout = .abort, peerToPeer: Bool = false,
    storage: StorageCopy? = nil
  ) {
    self.downtimeLimit = downtimeLimit
    self.bandwidth = bandwidth
    self.timeout = timeout
    self.onTimeout = onTimeout
    self.peerToPeer = peerToPeer
    self.storage = storage
  }
}
