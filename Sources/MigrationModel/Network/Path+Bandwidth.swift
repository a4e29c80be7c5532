import Quantities

extension Path {
  /// What a layer counts for one full packet that has no overlay, in bytes.
  func bytesPerPacket(at layer: BandwidthLayer) -> Double {
    let packet = Double(mtu.count)
    return switch layer {
    case .goodput: packet - Flow.headersPerSegment
    case .ip: packet
    case .tc: packet + 14
    case .wire: packet + 38
    }
  }

  /// The same bandwidth as another layer counts it while full packets flow: what tc must be told
  /// so that iperf3 reports a given goodput. To the nearest bit a second.
  public func bandwidth(at layer: BandwidthLayer) -> DataRate {
    let rate = Double(bandwidth.count) * bytesPerPacket(at: layer) / bytesPerPacket(at: measuredAt)
    return .bitsPerSecond(Int64(rate.rounded()))
  }
}
