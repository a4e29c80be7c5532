import Quantities

/// Stretches in which nothing passes, and what TCP makes of them.
///
/// Once nothing is acknowledged, TCP sends one segment again when its retransmission timeout has
/// passed, and doubles it up to 120 s each time (RFC 6298, section 5). So it finds out that the
/// path is back only with its next retransmission, up to as long after the outage as that had
/// lasted, and then begins with a window of one.
///
/// A connection that has waited 924.6 s since its first retransmission is dead
/// (`tcp_retries2` = 15: net/ipv4/tcp_timer.c, `tcp_model_timeout`), and a manager's may be before.
struct Outages: PathProcess {
  /// From the connection's start.
  private let outages: [Outage]
  private let began: Span
  private let control: any CongestionControl
  /// How long a manager's own connection lives without an answer.
  private let keepalive: Span?
  private var state = State.up(until: 0)
  private(set) var failure: String?

  struct Outage: Sendable, Equatable {
    let from: Span
    /// nil if it never ends.
    let to: Span?
  }

  private enum State {
    /// Until the outage of that index.
    case up(until: Int)
    /// What then ends the silence, and the outage that comes after it.
    case silent(Silence, next: Int)
    case restarting(SlowStart, next: Int)
    case dead
  }

  private enum Silence {
    case retransmission(at: Span)
    case death(at: Span, reason: String)

    var end: Span {
      switch self {
      case .retransmission(let at), .death(let at, _): at
      }
    }
  }

  /// `TCP_RTO_MAX`, and what `tcp_retries2` makes of it and of `TCP_RTO_MIN`.
  static let longestTimeout = 120.0
  static let patience = 924.6

  init(
    _ changes: [PathChange], began: Span, control: any CongestionControl, keepalive: Span?
  ) {
    self.began = began
    self.control = control
    self.keepalive = keepalive
    var outages: [Outage] = []
    var down: Span?
    for change in changes.sorted(by: { $0.at < $1.at }) {
      switch (change.isDown, down) {
      case (true?, nil): down = change.at - began
      case (false?, let from?):
        if change.at - began > from { outages.append(Outage(from: from, to: change.at - began)) }
        down = nil
      default: break
      }
    }
    if let down { outages.append(Outage(from: down, to: nil)) }
    self.outages = outages
  }

  var limit: PathLimit {
    switch state {
    case .up: PathLimit()
    case .silent, .dead: PathLimit(rate: 0)
    case .restarting(let start, _): start.limit
    }
  }

  var nextChange: Span? {
    switch state {
    case .up(let next): start(of: next)
    case .silent(let silence, _): silence.end
    case .restarting(let start, let next):
      [start.nextChange, self.start(of: next)].compactMap { $0 }.min()
    case .dead: nil
    }
  }

  private func start(of outage: Int) -> Span? {
    outage < outages.count ? outages[outage].from : nil
  }

  mutating func change(on flow: Flow) {
    switch state {
    case .up(let next): fallSilent(at: next, on: flow)
    case .silent(.retransmission(let now), let next):
      // Its acknowledgement comes a round trip later.
      resume(SlowStart(flow: flow, largestWindow: 0, window: 1, start: now), next: next)
    case .silent(.death(_, let reason), _):
      failure = reason
      state = .dead
    case .restarting(var start, let next):
      if let due = start.nextChange, due < self.start(of: next) ?? .horizon {
        start.change(on: flow)
        resume(start, next: next)
      } else {
        fallSilent(at: next, on: flow)
      }
    case .dead: break
    }
  }

  private mutating func resume(_ start: SlowStart, next: Int) {
    state = start.nextChange == nil ? .up(until: next) : .restarting(start, next: next)
  }

  private mutating func fallSilent(at index: Int, on flow: Flow) {
    let silence = silence(from: outages[index], on: flow)
    let next = outages.firstIndex { $0.from > silence.end } ?? outages.count
    state = .silent(silence, next: max(index + 1, next))
  }

  /// Retransmissions go on until one finds the path up, or the connection is given up.
  private func silence(from outage: Outage, on flow: Flow) -> Silence {
    var timeout = flow.retransmissionTimeout(
      behindQueue: control.fillsQueues ? flow.queueingDelay : 0)
    let first = outage.from + Span(rounding: timeout)
    let givenUp = first + Span(rounding: Outages.patience)
    var next = first
    while isDown(at: next), next < givenUp {
      timeout = min(2 * timeout, Outages.longestTimeout)
      next += Span(rounding: timeout)
    }
    if let lost = controlLost(from: outage.from, until: next) { return lost }
    guard next >= givenUp else { return .retransmission(at: next) }
    return .death(
      at: next,
      reason: "the path went down at \(outage.from + began), and TCP gave the connection up after "
        + "\(next - outage.from) without an acknowledgement (tcp_retries2 = 15)")
  }

  private func isDown(at instant: Span) -> Bool {
    outages.contains { $0.from <= instant && instant < $0.to ?? .horizon }
  }

  /// A manager's connection goes over the same path.
  private func controlLost(from start: Span, until end: Span) -> Silence? {
    guard let keepalive else { return nil }
    for outage in outages where outage.from >= start && outage.from + keepalive <= end {
      guard outage.to.map({ $0 - outage.from >= keepalive }) ?? true else { continue }
      return .death(
        at: outage.from + keepalive,
        reason: "the path went down at \(outage.from + began) for \(keepalive) or more: libvirt's "
          + "keepalive (5 times 5 s, and 5 s) gave up the connection to the destination, which "
          + "then ends its side of the migration; the guest stays at the source")
    }
    return nil
  }
}
