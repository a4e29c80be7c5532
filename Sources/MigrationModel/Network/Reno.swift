import Quantities

/// Reno (RFC 5681) as in Linux: a segment more for each round trip, half the window at a loss.
///
/// It leaves slow start only at a loss, so its window comes to twice what path and queue hold.
public struct Reno: CongestionControl {
  public let name = "reno"
  public let sendBufferFactor = 2.0
  public let fillsQueues = true

  public init() {}

  public func largestWindow(on flow: Flow) -> Double {
    LossWindow.reno(loss: flow.loss).largest(
      withoutLoss: max(2 * flow.flight, flow.shortPathWindow))
  }

  public func utilisation(of flow: Flow) -> Double {
    let window = LossWindow.reno(loss: flow.loss)
    return min(Reno.sawtooth(on: flow) * window.passed, window.share(of: flow))
  }

  /// One, unless the queue is too short to bridge a cut to half: shorter than the round trip. Then
  /// the window grows from half of W = path + queue, and the path is not full until it has grown to
  /// the path's share of it.
  private static func sawtooth(on flow: Flow) -> Double {
    guard flow.fillsQueue else { return 1 }
    let product = flow.bandwidthDelayProduct
    let largest = product + flow.queue
    let missing = product - largest / 2
    guard missing > 0 else { return 1 }
    // In round trips; those behind a queue are longer as the window is larger than the path.
    let full = (largest * largest - product * product) / (2 * product)
    return 1 - missing * missing / 2 / (product * (missing + full))
  }

  public func processes(on flow: Flow, drift: Double) -> [any PathProcess] { [] }
}
