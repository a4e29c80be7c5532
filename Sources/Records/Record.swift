/// One migration, predicted or captured: the type that both share.
///
/// Names and units are libvirt's typed parameters where they exist (`virsh domjobinfo --rawstats`):
/// milliseconds, bytes, pages. Ferry's own end in their unit.
public struct Record: Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case predicted, captured, imported
  }

  public var kind: Kind
  public var run: String
  /// The whole scenario, so that the record explains itself and can be predicted again.
  public var scenario: JSONValue
  /// One of `outcomes`.
  public var outcome: String
  /// Why, in words.
  public var reason: String?

  public var timeElapsed: Int64?
  public var downtime: Int64?
  public var setupTime: Int64?
  public var qemuTotalTime: Int64?
  public var qemuDowntime: Int64?
  /// Source's vCPUs stopped to destination's running, by one clock.
  public var pause: Int64?
  public var pauseNanoseconds: Int64?
  /// What of it a program in the guest reads off the guest's clock.
  public var pauseGuestClock: Int64?
  public var memoryTotal: Int64?
  public var memoryProcessed: Int64?
  public var memoryConstant: Int64?
  public var memoryNormal: Int64?
  public var memoryIteration: Int64?
  public var memoryBytesPerSecond: Int64?
  public var precopyBytes: Int64?
  public var downtimeBytes: Int64?
  public var postcopyBytes: Int64?
  public var rounds: [Round]?
  public var samples: JSONValue?
  public var facts: JSONValue?
  /// Fields that Ferry has no use for yet, libvirt's (`disk_total`) and others', kept as they are.
  public var others: [String: JSONValue] = [:]
  /// What only a prediction has.
  public var prediction: PredictionDetails?

  /// The version of the ferry that writes records.
  public static let ferryVersion = "0.1.0"

  /// The ways in which a migration ends.
  public static let outcomes = [
    "completed", "aborted", "not-converged", "refused", "failed", "lost",
  ]

  public init(kind: Kind, run: String, scenario: JSONValue, outcome: String) {
    self.kind = kind
    self.run = run
    self.scenario = scenario
    self.outcome = outcome
  }

  /// The interval between two synchronisations.
  public struct Round: Codable, Sendable, Equatable {
    public var round: Int
    public var endCause: String?
    public var startNanoseconds: Int64?
    public var durationNanoseconds: Int64?
    public var pagesSent: Int64
    public var zeroPagesSent: Int64?
    public var pagesDirtied: Int64?
    public var pagesLeft: Int64?
    public var bandwidthBitsPerSecond: Int64?
    public var thresholdBytes: Int64?
    public var throttle: Int64?

    public init(
      round: Int, endCause: String?, startNanoseconds: Int64?, durationNanoseconds: Int64?,
      pagesSent: Int64, zeroPagesSent: Int64?, pagesDirtied: Int64?, pagesLeft: Int64?,
      bandwidthBitsPerSecond: Int64?, thresholdBytes: Int64?, throttle: Int64?
    ) {
      self.round = round
      self.endCause = endCause
      self.startNanoseconds = startNanoseconds
      self.durationNanoseconds = durationNanoseconds
      self.pagesSent = pagesSent
      self.zeroPagesSent = zeroPagesSent
      self.pagesDirtied = pagesDirtied
      self.pagesLeft = pagesLeft
      self.bandwidthBitsPerSecond = bandwidthBitsPerSecond
      self.thresholdBytes = thresholdBytes
      self.throttle = throttle
    }

    enum CodingKeys: String, CodingKey {
      case round
      case endCause = "end_cause"
      case startNanoseconds = "start_ns"
      case durationNanoseconds = "duration_ns"
      case pagesSent = "pages_sent"
      case zeroPagesSent = "zero_pages_sent"
      case pagesDirtied = "pages_dirtied"
      case pagesLeft = "pages_left"
      case bandwidthBitsPerSecond = "bandwidth_bps"
      case thresholdBytes = "threshold_bytes"
      case throttle
    }
  }
}

/// What a prediction adds to a record.
public struct PredictionDetails: Sendable, Equatable {
  public var seed: UInt64
  public var replication: Int
  public var digest: String
  /// Share of cases that the intervals should hold.
  public var level: Double
  /// Lowest and highest, in milliseconds: of `time_elapsed` and `downtime`, or where no manager has
  /// such figures (`manager: none`) of `qemu_total_time` and `qemu_downtime`.
  public var timeElapsedInterval: [Int64]?
  public var downtimeInterval: [Int64]?
  /// In nanoseconds; they sum to `pause_ns`.
  public var downtimeParts: [String: Int64]?
  /// Send buffer in bytes, its window in segments, and the stream's rate in bits a second.
  public var path: [String: Int64]
  public var notes: [String]
  public var effective: [EffectiveField]
  /// What the scenario promised, and whether it holds; empty where it promised nothing.
  public var promises: [PromiseVerdict] = []
  /// What would make it complete; nil where it does, or where nobody asked.
  public var remedies: Remedies?

  public init(
    seed: UInt64, replication: Int, digest: String, level: Double, timeElapsedInterval: [Int64]?,
    downtimeInterval: [Int64]?, downtimeParts: [String: Int64]?, path: [String: Int64],
    notes: [String], effective: [EffectiveField]
  ) {
    self.seed = seed
    self.replication = replication
    self.digest = digest
    self.level = level
    self.timeElapsedInterval = timeElapsedInterval
    self.downtimeInterval = downtimeInterval
    self.downtimeParts = downtimeParts
    self.path = path
    self.notes = notes
    self.effective = effective
  }
}

/// A value that counted, and where it came from.
public struct EffectiveField: Codable, Sendable, Equatable {
  public var path: String
  public var value: String
  /// default, file, flag, or profile and its name.
  public var origin: String

  public init(path: String, value: String, origin: String) {
    self.path = path
    self.value = value
    self.origin = origin
  }
}
