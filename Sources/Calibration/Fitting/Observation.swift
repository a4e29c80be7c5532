import MigrationModel

/// One figure of a measured run that a fit tries to meet.
struct Observation: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    /// libvirt's time_elapsed, QEMU's total_time without libvirt.
    case totalTime = "time_elapsed"
    case downtime
    /// memory_processed.
    case bytes = "memory_processed"
    /// Bytes that went while the guest stood still.
    case downtimeBytes = "downtime_bytes"
    /// Pages that were not all zero when first sent.
    case touched
    /// Pages that one synchronisation found, the rounds before it as measured.
    case dirtied = "pages_dirtied"
    /// Bytes a second between polls of the first pass.
    case pollRate = "poll rate"
  }

  let kind: Kind
  /// Natural logarithm of what was measured, of pages 10 more so that few count less.
  let logarithm: Double
  /// A run's many rounds count together as a few would.
  let weight: Double

  /// Of which round of the run, where it is of one.
  let round: Int

  init(_ kind: Kind, _ measured: Double, weight: Double = 1, round: Int = 0) {
    self.kind = kind
    logarithm = kind.logarithm(measured)
    self.weight = weight
    self.round = round
  }
}

extension Observation.Kind {
  func logarithm(_ value: Double) -> Double {
    switch self {
    case .dirtied: return Elementary.log(max(0, value) + 10)
    case .totalTime, .downtime: return Elementary.log(max(value, 1e-3))
    default: return Elementary.log(max(value, 1e-9))
    }
  }

  /// What identical runs scatter by, as a start; the runs at hand correct it.
  var usualScatter: Double {
    switch self {
    case .totalTime: 0.02
    case .downtime: 0.2
    case .bytes: 0.02
    case .downtimeBytes: 0.3
    case .touched: 0.03
    case .dirtied: 0.3
    case .pollRate: 0.01
    }
  }

  /// No fit is trusted beyond this.
  var leastScatter: Double { usualScatter / 10 }
}
