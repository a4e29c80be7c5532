import MigrationModel
import Quantities

/// What a profile's or a workload's constants were fitted on.
public struct FittedFrom: Sendable, Equatable {
  public var records: Int?
  /// Of those records.
  public var digest: String?
  public var range: FittedRange
  public var note: String?

  public init(
    records: Int? = nil, digest: String? = nil, range: FittedRange = FittedRange(),
    note: String? = nil
  ) {
    self.records = records
    self.digest = digest
    self.range = range
    self.note = note
  }
}

/// The range of the records that constants were fitted on; beyond it predictions are extrapolated.
public struct FittedRange: Sendable, Equatable {
  public var memory: ClosedRange<ByteCount>?
  public var roundTrip: ClosedRange<Span>?
  public var bandwidth: ClosedRange<DataRate>?

  public init(
    memory: ClosedRange<ByteCount>? = nil, roundTrip: ClosedRange<Span>? = nil,
    bandwidth: ClosedRange<DataRate>? = nil
  ) {
    self.memory = memory
    self.roundTrip = roundTrip
    self.bandwidth = bandwidth
  }
}

extension FittedRange {
  /// "extrapolated: path.rtt 200 ms is beyond 0.1 ms – 100 ms that lab-c was fitted on".
  func extrapolations(
    of input: MigrationInput, fittedAs name: String
  ) -> [(path: String, note: String)] {
    [
      note("vm.memory", input.guest.memory, memory, name),
      note("path.rtt", input.path.roundTrip, roundTrip, name),
      note("path.bandwidth", input.path.bandwidth, bandwidth, name),
    ].compactMap(\.self)
  }

  private func note<Amount: Quantity>(
    _ path: String, _ amount: Amount, _ range: ClosedRange<Amount>?, _ name: String
  ) -> (path: String, note: String)? {
    guard let range, !range.contains(amount) else { return nil }
    return (
      path,
      "extrapolated: \(path) \(amount) is beyond \(range.lowerBound) – \(range.upperBound) "
        + "that \(name) was fitted on"
    )
  }
}
