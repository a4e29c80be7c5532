import Quantities

/// stress-ng's vm stressor (`{stress-ng: "--vm 1 --vm-bytes 80%"}`).
///
/// Each worker maps a fresh buffer, fills it by one method and unmaps it, method after method. A
/// method goes over the whole buffer within milliseconds, so at every synchronisation all of it is
/// dirty; only at a switch do its pages hold zeros, and with some methods lie quiet for a while.
/// That is when a pre-copy can end. How long a method takes differs from call to call, most of all
/// of the prime ones, and from host to host: the offset's `phase` says where in that it stands.
public struct StressedMemory: WritePattern {
  public let workers: Int
  /// All workers' buffers together, and of them the pages that are not zero when first sent.
  public let buffer: PageCount
  public let touched: PageCount
  /// How long it has been running when the migration is asked for.
  public let runningFor: Span
  /// How long it runs in all; nil is for ever.
  public let timeout: Span?
  /// A pause before a buffer is unmapped.
  public let hang: Span
  /// Whether a buffer is kept for all methods, so that its pages never become zero.
  public let keepsBuffer: Bool
  /// Workers for each vCPU that they share.
  public let workersPerProcessor: Double
  /// Of `StressMethod.all`; all of them where there is none of that name.
  public let method: String?

  public var workingSet: PageCount? { touched }
  public let isLoad = true
  public let nominalRate: DataRate? = nil
  public var pacing: Pacing { .cpuBound(threads: workers) }

  /// One byte a page, in page order, at about 50 ns a step.
  static let pagesPerSecond = 2e7

  /// The names that `method` may have.
  public static var methods: [String] { StressMethod.all.map(\.name) }

  public init(
    workers: Int = 1, processors: Int = 1, buffer: PageCount, touched: PageCount? = nil,
    runningFor: Span, timeout: Span? = nil, hang: Span = .zero, keepsBuffer: Bool = false,
    method: String? = nil
  ) {
    self.workers = workers
    self.buffer = buffer
    self.touched = touched ?? buffer
    self.runningFor = runningFor
    self.timeout = timeout
    self.hang = hang
    self.keepsBuffer = keepsBuffer
    self.method = method
    workersPerProcessor = max(1, Double(workers) / Double(max(1, processors)))
  }

  /// More workers act in so many groups, as a prediction follows the schedule of each.
  static let mostGroups = 16
  private var processCount: Int { min(workers, StressedMemory.mostGroups) }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    (0..<processCount).map { worker in
      // Workers are as far from each other as they can be.
      let position = context.phase + Double(worker) * 0.618_033_988_749_894_9
      return process(
        slowness: 2 * (position - position.rounded(.down)) - 1,
        speed: StressMethod.speed(of: context.accelerator))
    }
  }

  /// - Parameter slowness: from −1, where each method is as fast as any call was, to 1.
  private func process(slowness: Double, speed: Double) -> any WriteProcess {
    let pages = Double(buffer.count) / Double(processCount)
    let fill = CyclicWrites(
      pages: pages, writesPerSecond: StressedMemory.pagesPerSecond, start: 0)
    let mebibytes = Double(buffer.bytes.count) / Double(workers) / Double(1 << 20)
    let cycle = PhaseCycle(
      phases(mebibytes: mebibytes * workersPerProcessor / speed, slowness: slowness),
      start: runningFor.seconds)
    let process = PhasedProcess(
      fill, in: cycle, touched: Double(touched.count) / Double(processCount))
    guard let timeout else { return process }
    return EndingProcess(process, at: .start + max(.zero, timeout - runningFor))
  }

  /// `mebibytes` of the buffer, more of them where workers share a processor.
  private func phases(mebibytes: Double, slowness: Double) -> [PhaseCycle.Phase] {
    let named = StressMethod.all.filter { $0.name == method }
    return (named.isEmpty ? StressMethod.all : named).flatMap { method -> [PhaseCycle.Phase] in
      let whole = method.secondsPerMebibyte * mebibytes * (1 + method.scatter * slowness)
      var zeros = method.beginsWithZeros ? StressMethod.zeroing : StressMethod.populating
      if keepsBuffer { zeros = method.beginsWithZeros ? StressMethod.populating : 0 }
      zeros = min(whole, zeros * mebibytes * (1 + StressMethod.usualScatter * slowness))
      // What is shorter than a slice decides nothing.
      let isSeen = zeros > 0.005
      return [
        PhaseCycle.Phase(
          seconds: zeros, works: !method.beginsWithZeros, zeroShare: isSeen ? 1 : 0),
        PhaseCycle.Phase(seconds: whole - zeros, works: true),
        PhaseCycle.Phase(seconds: hang.seconds, works: false),
      ]
    }
  }
}
