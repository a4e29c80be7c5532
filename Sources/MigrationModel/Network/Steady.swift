import Quantities

/// What a connection comes to on a path that stays as it is, and what limits it.
struct Steady {
  let flow: Flow
  let bufferLaw: SendBufferLaw
  /// One a cause, those that set no limit left out.
  let bounds: [RateBound]
  /// Bytes a second: the least of them.
  let rate: Double
  /// The same of any number of connections together: each has windows and a buffer of its own.
  let capacity: Double

  init(path: Path, hosts: HostConstants) {
    flow = Flow(path: path, turnaround: hosts.turnaround, share: hosts.goodputShare)
    let control = path.congestionControl
    bufferLaw = SendBufferLaw(flow: flow, congestionControl: control, hosts: hosts)
    let receiveWindow =
      Double(hosts.receiveBufferMax.count) * hosts.receiveWindowShare.fraction
    let utilised = flow.goodput * control.utilisation(of: flow)
    capacity = utilised
    let limits: [(RateBound.Cause, Double)] = [
      (.path, flow.goodput),
      (.congestionControl, utilised < flow.goodput ? utilised : .infinity),
      (.sendBuffer, bufferLaw.rateLimit(on: flow)),
      (.receiveWindow, flow.roundTrip > 0 ? receiveWindow / flow.roundTrip : .infinity),
    ]
    bounds = limits.filter { $0.1.isFinite }
      .map { RateBound(cause: $0.0, bytesPerSecond: $0.1) }
    rate = limits.reduce(.infinity) { min($0, $1.1) }
  }
}
