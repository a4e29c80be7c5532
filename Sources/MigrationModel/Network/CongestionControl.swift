import Quantities

/// What a TCP congestion control makes of a path. A new one is a new type that conforms.
public protocol CongestionControl: Sendable {
  /// As the scenario and Linux name it: "cubic".
  var name: String { get }
  /// How many times its window the kernel lets the send buffer grow (`sndbuf_expand`).
  var sendBufferFactor: Double { get }
  /// Whether it goes on until a router's queue is full.
  var fillsQueues: Bool { get }
  /// The largest window that it ever reaches on a path, in segments.
  func largestWindow(on flow: Flow) -> Double
  /// The share of the bottleneck's rate that it uses in the long run.
  func utilisation(of flow: Flow) -> Double
  /// What it does to its rate over time, once the path is full.
  ///
  /// `drift` in −1 … 1 is what nobody knows of its clock.
  func processes(on flow: Flow, drift: Double) -> [any PathProcess]
}
