/// What holds frames between the router's two switches for the path's delay.
enum LinkDelay: Sendable {
  /// The kernel's netem, on both ends of a veth pair.
  case netem
  /// `Relay`, between two TAP devices: on any kernel.
  case relay

  /// The kernel's where it has it, which only trying tells.
  ///
  /// - Parameter trial: where nobody else is: the keeper's own network namespace has no more than
  ///   this loopback, which nothing uses.
  static func found(
    by trial: LabStep = LabStep(nil, "tc qdisc add dev lo root netem delay 1ms")
  ) async -> LinkDelay {
    do {
      try await trial.run(in: .inside)
      return .netem
    } catch {
      return .relay
    }
  }

  /// A lab's that is up: only a relay is told its delay by a file.
  init(of directory: LabDirectory) { self = directory.has(.delay) ? .relay : .netem }

  /// The router's two devices, made once.
  var devices: [LabStep] {
    let ends = LabTopology.delayDevices
    switch self {
    case .netem:
      return [LabStep(.router, "ip link add \(ends[0]) type veth peer name \(ends[1])")]
        + ends.flatMap { end in
          // The shaper must see single frames, and not what offloading has put together.
          [LabStep(.router, "ip link set dev \(end) gso_max_segs 1")]
            + LabTopology.up(end, in: .router)
        }
    case .relay:
      return ends.flatMap { end in
        [
          LabStep(.router, "ip tuntap add dev \(end) mode tap"),
          // What a burst sends at once waits here for the relay; the usual 500 frames drop it.
          LabStep(.router, "ip link set dev \(end) txqueuelen 10000"),
        ] + LabTopology.up(end, in: .router)
      }
    }
  }

  /// netem's settings; its usual limit of 1000 frames would drop what a long link holds.
  static func netemSteps(nanoseconds: UInt64) -> [LabStep] {
    LabTopology.delayDevices.map { end in
      LabStep(
        .router,
        "tc qdisc replace dev \(end) root netem delay \(nanoseconds / 1000)us limit 100000")
    }
  }
}
