import MigrationModel
import Quantities

/// What people estimate with by hand; a model must beat them to be worth its name.
public enum Baseline: String, Sendable, CaseIterable {
  /// All memory over the bandwidth, once.
  case memoryOverBandwidth = "memory / bandwidth"
  /// What is not zero over the bandwidth, once.
  case touchedOverBandwidth = "touched / bandwidth"
  /// The textbook's pre-copy: each round sends what the last one's duration dirtied, until that
  /// fits into the downtime limit (doi:10.5555/1251203.1251223).
  case geometricRounds = "geometric rounds"

  /// What a baseline says, in milliseconds; nil where it says nothing.
  public struct Estimate: Sendable, Equatable {
    public let baseline: Baseline
    public let timeElapsed: Int64?
    public let downtime: Int64?
    public let iterations: Int64?
  }

  public func estimate(_ input: MigrationInput) -> Estimate {
    let path = input.path.bandwidth
    let bandwidth = min(path, input.settings.bandwidthCap ?? path).bytesPerSecond
    switch self {
    case .memoryOverBandwidth:
      return once(Double(input.guest.memory.count) / bandwidth)
    case .touchedOverBandwidth:
      return once(Double(input.guest.touched.count) / bandwidth)
    case .geometricRounds:
      return rounds(input, bandwidth: bandwidth)
    }
  }

  private func once(_ seconds: Double) -> Estimate {
    Estimate(
      baseline: self, timeElapsed: Int64(seconds * 1000), downtime: nil, iterations: nil)
  }

  private func rounds(_ input: MigrationInput, bandwidth: Double) -> Estimate {
    // A load of which only distinct pages are known has no rate to reckon with.
    guard input.guest.workload.allSatisfy({ !$0.isLoad || $0.nominalRate != nil }) else {
      return Estimate(baseline: self, timeElapsed: nil, downtime: nil, iterations: nil)
    }
    var volume = Double(input.guest.touched.count)
    var seconds = 0.0
    let most = bandwidth * input.settings.downtimeLimit.seconds
    // A ratio near one needs many rounds; one above it, for ever.
    for round in 1...1000 {
      let duration = volume / bandwidth
      seconds += duration
      volume = input.guest.workload.reduce(0) { $0 + $1.constantRateBytes(in: duration) }
      if volume <= most {
        let downtime = volume / bandwidth
        return Estimate(
          baseline: self, timeElapsed: Int64((seconds + downtime) * 1000),
          downtime: Int64(downtime * 1000), iterations: Int64(round + 2))
      }
    }
    return Estimate(baseline: self, timeElapsed: nil, downtime: nil, iterations: nil)
  }
}

extension WritePattern {
  /// Bytes dirtied at the part's rate, up to its working set; 0 where it has no rate.
  fileprivate func constantRateBytes(in seconds: Double) -> Double {
    let set = Double(workingSet?.bytes.count ?? 0)
    return min(set, (nominalRate?.bytesPerSecond ?? 0) * seconds)
  }
}
