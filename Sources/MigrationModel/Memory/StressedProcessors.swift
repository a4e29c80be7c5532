import Quantities

/// stress-ng's cpu stressor (`{stress-ng: "--cpu 1 --cpu-load 50"}`): it computes, and writes to a
/// few pages of its own only, so it is an idle guest's system with a load beside it.
public struct StressedProcessors: WritePattern {
  public let workingSet: PageCount? = nil
  public let nominalRate: DataRate? = nil
  public let isLoad = true
  public let pacing: Pacing

  /// Each of the workers wants that share of a vCPU.
  public init(workers: Int, load: Share) {
    pacing = Pacing(
      load == .one ? .cpuBound : .steady, needs: Share(count: load.count * Int64(workers)))
  }

  public func processes(in context: WriteContext) -> [any WriteProcess] { [] }
}
