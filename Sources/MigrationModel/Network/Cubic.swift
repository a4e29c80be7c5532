import Quantities

/// CUBIC (RFC 9438) with HyStart (doi:10.1016/j.comnet.2011.01.014), Linux's default.
///
/// On the source's own interface the queue stays short and nothing is lost, so the window keeps
/// what slow start reached; at a router it fills the queue, loses, and saws between 0.7 of path
/// plus queue and the whole. Where packets are lost at random, its response function bounds the
/// rate (`LossWindow`).
public struct Cubic: CongestionControl {
  public let name = "cubic"
  public let sendBufferFactor = 2.0
  public let fillsQueues = true
  /// RFC 9438, section 4.6.
  static let decrease = 0.7
  static let scaling = 0.4
  /// `hystart_ack_delta_us`, in seconds.
  static let trainSpacing = 0.002

  public init() {}

  public func largestWindow(on flow: Flow) -> Double {
    // Slow start may exceed what is in flight only twofold (`tcp_is_cwnd_limited`).
    let slowStart = min(
      Cubic.slowStartExit(on: flow), 2 * (flow.bandwidthDelayProduct + flow.burst))
    // A queue that TCP fills takes the window up to the first loss.
    let filled = flow.fillsQueue ? flow.flight : 0
    return lossWindow(on: flow).largest(
      withoutLoss: max(slowStart, filled, flow.shortPathWindow))
  }

  /// HyStart leaves slow start in the first window whose train of acknowledgements lasts longer
  /// than half the round trip: the bucket's burst comes at once, the rest at the bottleneck's
  /// rate. The window goes on growing until that is seen.
  ///
  /// Where round trips vary by more than the spacing that it allows within a train, it sees none.
  static func slowStartExit(on flow: Flow) -> Double {
    guard flow.jitter <= Cubic.trainSpacing else { return .infinity }
    let threshold = (flow.roundTrip + 1e-3) / 2
    let segmentsPerSecond = flow.goodput / flow.segment
    var window = 10.0
    while (window - flow.burst) / segmentsPerSecond <= threshold { window *= 2 }
    return window + flow.burst + segmentsPerSecond * threshold
  }

  public func utilisation(of flow: Flow) -> Double {
    let window = lossWindow(on: flow)
    return min(Cubic.sawtooth(on: flow) * window.passed, window.share(of: flow))
  }

  private func lossWindow(on flow: Flow) -> LossWindow {
    .cubic(loss: flow.loss, roundTrip: flow.roundTrip)
  }

  /// One, unless the queue is too short to bridge the cut after a loss: then what one epoch of
  /// W(t) = C(t − K)³ + W_max leaves of the path.
  private static func sawtooth(on flow: Flow) -> Double {
    guard flow.fillsQueue else { return 1 }
    let product = flow.bandwidthDelayProduct
    let largest = product + flow.queue
    let missing = product - Cubic.decrease * largest
    guard missing > 0 else { return 1 }
    let epoch = Cubic.cubeRoot(largest * (1 - Cubic.decrease) / Cubic.scaling)
    let full = Cubic.cubeRoot(flow.queue / Cubic.scaling)
    // ∫ (product − W(t)) dt from the cut to the moment when the path is full again.
    let below = epoch - full
    let quartic = (epoch * epoch * epoch * epoch - full * full * full * full) / 4
    let lost = Cubic.scaling * quartic - flow.queue * below
    return 1 - lost / (product * epoch)
  }

  public func processes(on flow: Flow, drift: Double) -> [any PathProcess] { [] }

  private static func cubeRoot(_ x: Double) -> Double { Elementary.power(x, 1.0 / 3.0) }
}
