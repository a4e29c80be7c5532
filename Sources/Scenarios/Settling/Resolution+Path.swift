import MigrationModel
import Quantities

extension Resolution {
  mutating func path() -> Path? {
    guard let path = root?["path"] else { return nil }
    guard let bandwidth = path["bandwidth"]?.rate, let roundTrip = path["rtt"]?.time,
      let layer = path["measured-at"]?.word.flatMap(BandwidthLayer.init(rawValue:)),
      let bottleneck = path["bottleneck"]?.word.flatMap(Bottleneck.init(rawValue:)),
      let queue = queue(path["queue"], at: bandwidth), let burst = path["burst"]?.size,
      let mtu = path["mtu"]?.count, let control = congestionControl(path["congestion-control"]),
      let ip = path["ip"]?.word.flatMap(IPVersion.init(rawValue:)), let overlay = overlay(of: path)
    else { return nil }
    let settled = Path(
      bandwidth: bandwidth, measuredAt: layer, roundTrip: roundTrip, bottleneck: bottleneck,
      queue: queue, burst: burst, mtu: ByteCount(mtu), congestionControl: control, ip: ip,
      overlay: overlay)
    checkPayload(of: settled, path)
    notes += settled.notesOnInnerMTU
    return settled
  }

  /// A queue given in bytes takes so long to drain.
  private mutating func queue(_ written: Settled?, at bandwidth: DataRate) -> Span? {
    guard let written else { return nil }
    guard let bytes = written.size else { return written.time }
    let time = Span(rounding: Double(bytes.count) / bandwidth.bytesPerSecond)
    if time > .seconds(3600) {
      contradict("\"\(written.text)\" takes more than an hour to drain at \(bandwidth)", written)
    }
    return time
  }

  private func congestionControl(_ written: Settled?) -> (any CongestionControl)? {
    switch written?.word {
    case "cubic": return Cubic()
    case "bbr": return BBR()
    default: return nil
    }
  }
}
