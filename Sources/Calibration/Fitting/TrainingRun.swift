import MigrationModel
import Quantities
import Records

/// A measured run made ready to be fitted: what the model needs, and what it should have said.
struct TrainingRun: Sendable {
  let name: String
  /// With the constants that the fit begins with.
  let input: MigrationInput
  /// The part of the workload that names a profile, to be fitted.
  let workload: Workload?
  let rounds: [MeasuredRound]
  let observations: [Observation]

  struct Workload: Sendable {
    let name: String
    /// Its place among the guest's patterns.
    let part: Int
    /// Whether the scenario leaves the touched memory to the profile.
    let decidesTouched: Bool
  }

  func value(of kind: Observation.Kind) -> Double? {
    observations.first { $0.kind == kind }.map { Elementary.exp($0.logarithm) }
  }
}

/// Constants of a workload on their way through a fit.
struct WorkloadConstants: Sendable, Equatable {
  var touchedBaseBytes: Double
  /// Of the guest's memory.
  var touchedShare: Double
  /// Distinct pages dirtied in the first second, and the power law's exponent.
  var pages: Double
  var exponent: Double

  func touched(of memory: ByteCount) -> ByteCount {
    let bytes = touchedBaseBytes + touchedShare * Double(memory.count)
    return min(memory, PageCount(holding: ByteCount(Int64(max(0, min(bytes, 1e18))))).bytes)
  }
}

extension TrainingRun {
  /// The model's input with other constants.
  func input(hosts: HostConstants, workload constants: WorkloadConstants?) -> MigrationInput {
    var input = input
    input.hosts = hosts
    guard let workload, let constants else { return input }
    if workload.decidesTouched {
      input.guest.touched = constants.touched(of: input.guest.memory)
    }
    input.guest.workload[workload.part] = CurveWrites(
      workingSet: nil,
      curve: .power(pages: constants.pages, exponent: constants.exponent))
    return input
  }

  /// Logarithms of what the model says of each observation; nil where it says nothing.
  ///
  /// Means over offsets: they change more smoothly with the constants than medians.
  func predictions(_ input: MigrationInput, touched: ByteCount?) -> [Double?] {
    let isFree = observations.contains { $0.kind.isOfWholeRuns }
    let reports = isFree ? predict(input).reports.filter { $0.outcome == .completed } : []
    let dirtied =
      observations.contains { $0.kind == .dirtied } ? dirtiedPages(in: rounds, of: input) : []
    return observations.map { observation in
      switch observation.kind {
      case .touched:
        return touched.map { observation.kind.logarithm(Double(PageCount(holding: $0).count)) }
      case .dirtied:
        return observation.kind.logarithm(Double(dirtied[observation.round]))
      default:
        return TrainingRun.mean(
          reports.compactMap { report in
            observation.kind.value(of: report, in: input).map { value in
              observation.kind.logarithm(value + more(observation.kind, report, input))
            }
          })
      }
    }
  }
}

extension TrainingRun {
  /// How much more the model would have said, had what causes a figure been as measured.
  ///
  /// How much memory is touched, how many pages are sent again, and how long they take are three
  /// affairs, the latter of hosts and path; each is fitted to what tells of it alone.
  private func more(
    _ kind: Observation.Kind, _ report: MigrationReport, _ input: MigrationInput
  ) -> Double {
    func excess(_ cause: Observation.Kind) -> Double {
      guard let measured = value(of: cause), let modelled = cause.value(of: report, in: input)
      else { return 0 }
      return measured - modelled
    }
    switch kind {
    case .bytes:
      guard workload?.decidesTouched == true, let touched = value(of: .touched) else { return 0 }
      let modelled = Double(PageCount(holding: input.guest.touched).count)
      return (touched - modelled) * Double(StreamFormat.normalPage - StreamFormat.zeroPage)
    case .totalTime where report.goodput > 0:
      let cap = input.settings.bandwidthCap?.bytesPerSecond ?? .infinity
      return excess(.bytes) / min(report.goodput, cap)
    case .downtime where report.goodput > 0: return excess(.downtimeBytes) / report.goodput
    default: return 0
    }
  }

  /// nil of nothing.
  fileprivate static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension Observation.Kind {
  /// Whether the whole migration is predicted for it, not one round.
  var isOfWholeRuns: Bool { self != .touched && self != .dirtied }

  func value(of report: MigrationReport, in input: MigrationInput) -> Double? {
    let settings = input.settings
    switch self {
    case .totalTime: return report.totalTime?.seconds
    case .downtime: return report.downtime?.seconds
    case .bytes:
      return Double(
        settings.hypervisor.processedCountsWholeStream ? report.bytes.total : report.bytes.ofRAM)
    case .downtimeBytes: return Double(report.bytes.ofRAM - report.precopyBytes)
    case .pollRate:
      let scan = input.hosts.normalPageScan.seconds
      return min(report.goodput, scan > 0 ? Double(StreamFormat.normalPage) / scan : .infinity)
    case .touched, .dirtied: return nil
    }
  }
}
