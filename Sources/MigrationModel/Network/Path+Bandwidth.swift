import Quantities

extension BandwidthLayer {
  /// What it counts for an IP packet of so many bytes; nothing is told of goodput.
  func bytes(ofPacket bytes: Double) -> Double {
    switch self {
    case .goodput, .ip: bytes
    case .tc: bytes + 14
    // A frame carries 46 bytes at least (IEEE 802.3, section 3.2.7).
    case .wire: max(46, bytes) + 38
    }
  }
}

extension Path {
  /// What a layer counts for one full packet that has no overlay, in bytes.
  func bytesPerPacket(at layer: BandwidthLayer) -> Double {
    let headers = layer == .goodput ? Double(ip.headerBytes + Flow.tcpHeader) : 0
    return layer.bytes(ofPacket: Double(mtu.count) - headers)
  }

  /// The same bandwidth as another layer counts it while full packets flow: what tc must be told
  /// so that iperf3 reports a given goodput. To the nearest bit a second.
  public func bandwidth(at layer: BandwidthLayer) -> DataRate {
    let rate = Double(bandwidth.count) * bytesPerPacket(at: layer) / bytesPerPacket(at: measuredAt)
    return .bitsPerSecond(Int64(rate.rounded()))
  }
}
