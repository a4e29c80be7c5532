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

  public init(
    run: String, scenario: JSONValue, guest: PlannedGuest, path: Path, options: MigrationOptions
  ) {
    self.run = run
    self.scenario = scenario
    self.guest = guest
    self.path = path
    self.options = options
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

  public init(
    memory: ByteCount, vcpus: Int = 1, machine: String? = nil, touched: ByteCount? = nil,
    loads: [GuestLoad] = []
  ) {
    self.memory = memory
    self.vcpus = vcpus
    self.machine = machine
    self.touched = touched
    self.loads = loads
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

  public init(
    downtimeLimit: Span = .milliseconds(300), bandwidth: DataRate? = nil, timeout: Span? = nil,
    onTimeout: OnTimeout = .abort, peerToPeer: Bool = false
  ) {
    self.downtimeLimit = downtimeLimit
    self.bandwidth = bandwidth
    self.timeout = timeout
    self.onTimeout = onTimeout
    self.peerToPeer = peerToPeer
  }
}
