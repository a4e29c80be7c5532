import Quantities

/// Phases that follow one another and begin anew, and where in them a process stands.
struct PhaseCycle: Sendable {
  struct Phase: Sendable, Equatable {
    var seconds: Double
    /// Whether the process does its work in it; its own clock stands still in the others.
    var works: Bool
    /// How much of what is dirty holds nothing but zeros meanwhile.
    var zeroShare = 0.0
  }

  let phases: [Phase]
  /// Where each phase begins in the cycle, and how long the process has worked before it.
  private let begins: [Double]
  private let worked: [Double]
  /// Seconds of the cycle, and of work in it.
  let length: Double
  let work: Double
  /// Where in the cycle the instant 0 lies, in seconds.
  private let shift: Double
  private let contentChanges: Bool

  /// - Parameter start: seconds since a first phase began, at the instant 0.
  init(_ phases: [Phase], start: Double) {
    let phases = phases.filter { $0.seconds > 0 }
    precondition(!phases.isEmpty, "a cycle without any phase")
    var begins: [Double] = []
    var worked: [Double] = []
    var (length, work) = (0.0, 0.0)
    for phase in phases {
      begins.append(length)
      worked.append(work)
      length += phase.seconds
      if phase.works { work += phase.seconds }
    }
    self.phases = phases
    self.begins = begins
    self.worked = worked
    self.length = length
    self.work = work
    shift = start - (start / length).rounded(.down) * length
    contentChanges = phases.contains { $0.zeroShare != phases[0].zeroShare }
  }

  /// Which phase there is at an instant, the cycles before it, and the seconds since it began.
  private func position(at now: Instant) -> (cycle: Double, phase: Int, into: Double) {
    let time = shift + now.seconds
    let cycle = (time / length).rounded(.down)
    let into = time - cycle * length
    // The last that has begun.
    var (low, high) = (0, begins.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if begins[middle] <= into { low = middle } else { high = middle }
    }
    return (cycle, low, into - begins[low])
  }

  /// How long the process has worked by then, since the first of its cycles.
  func workTime(at now: Instant) -> Instant {
    let (cycle, phase, into) = position(at: now)
    let inPhase = phases[phase].works ? min(into, phases[phase].seconds) : 0
    return .start + Span(rounding: cycle * work + worked[phase] + inPhase)
  }

  func zeroShare(at now: Instant) -> Double { phases[position(at: now).phase].zeroShare }

  /// When the share of zeros changes next; nil where it never does.
  func nextContentChange(after now: Instant) -> Instant? {
    guard contentChanges else { return nil }
    var (cycle, phase, _) = position(at: now)
    let share = phases[phase].zeroShare
    for _ in 0...phases.count {
      phase += 1
      if phase == phases.count { (cycle, phase) = (cycle + 1, 0) }
      guard phases[phase].zeroShare != share else { continue }
      // A nanosecond late rather than early, so that the phase has begun by then.
      let seconds = cycle * length + begins[phase] - shift
      let instant = Instant.start + Span(rounding: seconds + 1e-9)
      if instant > now { return instant }
    }
    return nil
  }
}

/// A process that works only in its phases of a cycle.
struct PhasedProcess: WriteProcess {
  private(set) var base: any WriteProcess
  let cycle: PhaseCycle
  var touched: Double?

  var pages: Double { base.pages }
  var touchedPages: Double { touched ?? base.touchedPages }
  /// After a quiet phase the rate rises again.
  var isConcave: Bool { cycle.work == cycle.length && base.isConcave }
  var settlingTime: Span { Span(rounding: cycle.length) + base.settlingTime }

  init(_ base: any WriteProcess, in cycle: PhaseCycle, touched: Double? = nil) {
    self.base = base
    self.cycle = cycle
    self.touched = touched
  }

  mutating func spread(over pages: Double) { base.spread(over: pages) }

  mutating func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    base.written(from: cycle.workTime(at: earlier), to: cycle.workTime(at: later))
  }

  func zeroShare(at now: Instant) -> Double {
    max(cycle.zeroShare(at: now), base.zeroShare(at: cycle.workTime(at: now)))
  }

  func nextContentChange(after now: Instant) -> Instant? { cycle.nextContentChange(after: now) }
}
