import Quantities

/// The window that random loss leaves to a congestion control which cuts it at each loss: its
/// response function, in segments.
///
/// Linux counts acknowledged segments, not acknowledgements (`tcp_cong_avoid_ai`), so delayed
/// acknowledgements do not slow its growth: of Mathis's two constants √(3/2) applies, not √(3/4).
struct LossWindow: Sendable {
  /// Probability that a packet is lost.
  let loss: Double
  /// Mean of the periodic sawtooth, and its highest point.
  let mean: Double
  let peak: Double

  /// Without any loss there is no bound.
  private init(loss: Double, mean: Double, peak: Double) {
    self.loss = loss
    self.mean = mean
    self.peak = peak
  }

  private static let boundless = LossWindow(loss: 0, mean: .infinity, peak: .infinity)

  /// Growth by one segment a round trip, and a cut to a half (doi:10.1145/263932.264023).
  static func reno(loss: Double) -> LossWindow {
    guard loss > 0 else { return boundless }
    let mean = (1.5 / loss).squareRoot()
    return LossWindow(loss: loss, mean: mean, peak: mean * 4 / 3)
  }

  /// W(t) = 0.4 (t − K)³ + W_max and a cut to 0.7 (RFC 9438, sections 5.1 and 4.3): where window
  /// and round trip are small, the Reno-friendly region is faster, and has the mean of Reno's.
  static func cubic(loss: Double, roundTrip: Double) -> LossWindow {
    guard loss > 0 else { return boundless }
    let epoch = 1.0538 * Elementary.power(roundTrip / loss, 0.75)
    let friendly = (1.5 / loss).squareRoot()
    // An epoch spends most of its time near its top.
    return epoch > friendly
      ? LossWindow(loss: loss, mean: epoch, peak: epoch / 0.925)
      : LossWindow(loss: loss, mean: friendly, peak: friendly / 0.85)
  }

  /// Packets that arrive.
  var passed: Double { 1 - loss }

  /// Which share of the bottleneck the mean window fills, timeouts considered; it may be above one.
  ///
  /// Timeouts last as Padhye and others have them (doi:10.1145/285237.285291, equation 30, with
  /// each segment acknowledged). But theirs follow a loss whose three duplicate acknowledgements
  /// don't come; Linux tells losses by time (RFC 8985), and times out where the retransmission is
  /// lost as well: in a share p of losses. Below a loss of 1 % that is next to nothing.
  func share(of flow: Flow) -> Double {
    guard loss > 0 else { return .infinity }
    let timeouts = loss * loss * (1 + 32 * loss * loss)
    let perSegment = flow.roundTrip / mean + timeouts * flow.retransmissionTimeout()
    return flow.segment / perSegment / flow.goodput
  }

  /// The largest window: slow start's, which ends when a first packet is lost (it sends 2w − 10 up
  /// to a window of w), or the sawtooth's.
  func largest(withoutLoss window: Double) -> Double {
    guard loss > 0 else { return window }
    return min(window, max(5 + 1 / (2 * loss), peak))
  }
}
