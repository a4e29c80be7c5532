import Quantities

/// What the path carries now: the bottleneck's goodput, or less while a process limits it.
struct Link: Sendable {
  private(set) var flow: Flow
  private(set) var bufferLaw: SendBufferLaw
  /// Bytes a second once nothing limits it but bottleneck, windows and congestion control.
  private(set) var steadyRate: Double
  /// What the path would carry of several connections together, and one by itself.
  private(set) var capacity: Double
  private var aloneRate: Double
  /// What other connections of the same migration carry meanwhile, and what the guest's own storage
  /// does all the time.
  private var taken = 0.0
  private var ofStorage = 0.0
  /// Without a queue, as they are now: in the mean, and as long as they may be.
  private(set) var roundTrip: Span
  private(set) var longestRoundTrip: Span
  private(set) var rate: Double
  /// What one connection by itself would carry now.
  private(set) var rateAlone: Double
  /// The largest window so far, in segments.
  private(set) var window: Double
  /// TCP's own first, then the path's.
  private(set) var processes: [any PathProcess]
  private let countOfTCP: Int
  /// What processes of the path shape anew; nil where there are none.
  private let ground: Ground?

  /// `began`: when the connection began after the migration's start; `keepalive`: how long a
  /// manager's own connection lives without an answer.
  init(
    path: Path, hosts: HostConstants, began: Span = .zero, keepalive: Span? = nil,
    drift: Double = 0
  ) {
    let ofPath = Link.processes(of: path, began: began, keepalive: keepalive)
    ground = ofPath.isEmpty ? nil : Ground(path: path, hosts: hosts)
    var present = path
    for process in ofPath { process.shape(&present) }
    let state = Steady(path: present, hosts: hosts)
    (flow, bufferLaw, steadyRate) = (state.flow, state.bufferLaw, state.rate)
    (capacity, aloneRate) = (state.capacity, state.rate)
    roundTrip = present.roundTrip
    longestRoundTrip = present.roundTrip + present.jitter
    let slowStart = SlowStart(flow: flow, largestWindow: bufferLaw.largestWindow)
    var ofTCP = [slowStart] + path.congestionControl.processes(on: flow, drift: drift)
    if flow.carriage.fate == .lost { ofTCP.append(BlackHole()) }
    countOfTCP = ofTCP.count
    processes = ofTCP + ofPath
    rate = 0
    rateAlone = 0
    window = 0
    update()
  }

  /// A connection that begins so long after the migration's start; by default the first one.
  init(input: MigrationInput, offset: Offset, began: Span? = nil) {
    self.init(
      path: input.path, hosts: input.hosts, began: began ?? input.streamBegins,
      keepalive: input.settings.manager.keepalive, drift: offset.drift)
    let traffic = input.guest.storageTraffic
    if traffic > 0 {
      ofStorage = traffic
      yield(0)
    }
  }

  /// Those that the scenario asks for, with what is past when the connection begins behind them.
  static func processes(
    of path: Path, began: Span, keepalive: Span?
  ) -> [any PathProcess] {
    var processes: [any PathProcess] = []
    if !path.changes.isEmpty { processes.append(PathChanges(path.changes, began: began)) }
    if !path.crossTraffic.isEmpty {
      processes.append(CrossTraffics(path.crossTraffic, began: began))
    }
    if path.changes.contains(where: { $0.isDown == true }) {
      processes.append(
        Outages(path.changes, began: began, control: path.congestionControl, keepalive: keepalive))
    }
    guard !processes.isEmpty else { return [] }
    let flow = Flow(path: path, turnaround: .zero)
    for index in processes.indices {
      while let next = processes[index].nextChange, next <= .zero {
        processes[index].change(on: flow)
      }
    }
    return processes
  }

  /// Whether the path lets no full segment through.
  var isBlackHole: Bool { flow.carriage.fate == .lost }

  /// The largest window that it comes to, in segments.
  var finalWindow: Double { isBlackHole ? window : bufferLaw.largestWindow }

  /// Lets process `index` make its change.
  mutating func change(_ index: Int) {
    processes[index].change(on: flow)
    if isOfPath(index) { reshape() }
    update()
  }

  /// Whether a process is the path's, and not TCP's own.
  func isOfPath(_ index: Int) -> Bool { index >= countOfTCP }

  /// When the path itself changes next; nil if it stays as it is.
  var nextPathChange: Span? {
    guard ground != nil else { return nil }
    return processes[countOfTCP...].compactMap(\.nextChange).min()
  }

  /// Why the connection is dead, once it is.
  var failure: String? {
    guard ground != nil else { return nil }
    for process in processes[countOfTCP...] {
      if let failure = process.failure { return failure }
    }
    return nil
  }

  private mutating func reshape() {
    guard let ground else { return }
    var present = ground.path
    for process in processes[countOfTCP...] { process.shape(&present) }
    let state = Steady(path: present, hosts: ground.hosts)
    (flow, bufferLaw, steadyRate) = (state.flow, state.bufferLaw, state.rate)
    (capacity, aloneRate) = (state.capacity, state.rate)
    yield(taken)
    roundTrip = present.roundTrip
    longestRoundTrip = present.roundTrip + present.jitter
  }

  /// Leaves so many bytes a second to other connections of the same migration.
  mutating func yield(_ bytesPerSecond: Double) {
    taken = bytesPerSecond
    steadyRate = min(
      aloneRate, max(capacity - taken - ofStorage, capacity * Link.leastLeft))
    update()
  }

  /// As it is in the mean, whatever congestion control does at the moment.
  var undisturbed: Link {
    var link = self
    link.rateAlone = aloneRate
    return link
  }

  /// What the guest's own storage leaves of the path.
  var capacityLeft: Double { max(capacity - ofStorage, capacity * Link.leastLeft) }

  /// However many they are, it keeps that share.
  private static let leastLeft = 0.01

  private mutating func update() {
    rate = steadyRate
    rateAlone = aloneRate
    var allowed = bufferLaw.largestWindow
    for process in processes {
      let limit = process.limit
      rate = min(rate, limit.rate)
      rateAlone = min(rateAlone, limit.rate)
      allowed = min(allowed, limit.window)
    }
    window = max(window, allowed)
  }
}

/// The path as the scenario has it, kept aside: a link is copied often.
private final class Ground: Sendable {
  let path: Path
  let hosts: HostConstants

  init(path: Path, hosts: HostConstants) {
    self.path = path
    self.hosts = hosts
  }
}

extension Link {
  /// The greatest steady rate that the path comes to, now or later.
  var fastestRate: Double {
    var link = self
    var fastest = steadyRate
    while let index = link.nextOfPath {
      link.change(index)
      fastest = max(fastest, link.steadyRate)
    }
    return fastest
  }

  private var nextOfPath: Int? {
    let due = processes.indices.dropFirst(countOfTCP).filter { processes[$0].nextChange != nil }
    return due.min {
      (processes[$0].nextChange ?? .zero) < (processes[$1].nextChange ?? .zero)
    }
  }
}
