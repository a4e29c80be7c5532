import Quantities

/// What the path carries now: the bottleneck's goodput, or less while a process limits it.
struct Link: Sendable {
  let flow: Flow
  let bufferLaw: SendBufferLaw
  /// Bytes a second once nothing limits it but bottleneck, windows and congestion control.
  let steadyRate: Double
  private(set) var rate: Double
  /// The largest window so far, in segments.
  private(set) var window: Double
  private(set) var processes: [any PathProcess]

  init(input: MigrationInput, offset: Offset) {
    flow = Flow(
      path: input.path, turnaround: input.hosts.turnaround, share: input.hosts.goodputShare)
    let control = input.path.congestionControl
    bufferLaw = SendBufferLaw(flow: flow, congestionControl: control, hosts: input.hosts)
    let receiveWindow =
      Double(input.hosts.receiveBufferMax.count) * input.hosts.receiveWindowShare.fraction
    let windowed = flow.roundTrip > 0 ? receiveWindow / flow.roundTrip : .infinity
    steadyRate = min(
      flow.goodput * control.utilisation(of: flow), bufferLaw.rateLimit(on: flow), windowed)
    let slowStart = SlowStart(flow: flow, largestWindow: bufferLaw.largestWindow)
    processes = [slowStart] + control.processes(on: flow, drift: offset.drift)
    if flow.carriage.fate == .lost { processes.append(BlackHole()) }
    rate = 0
    window = 0
    update()
  }

  /// Whether the path lets no full segment through.
  var isBlackHole: Bool { flow.carriage.fate == .lost }

  /// The largest window that it comes to, in segments.
  var finalWindow: Double { isBlackHole ? window : bufferLaw.largestWindow }

  /// Lets process `index` make its change.
  mutating func change(_ index: Int) {
    processes[index].change()
    update()
  }

  private mutating func update() {
    rate = steadyRate
    var allowed = bufferLaw.largestWindow
    for process in processes {
      rate = min(rate, process.limit.rate)
      allowed = min(allowed, process.limit.window)
    }
    window = max(window, allowed)
  }
}
