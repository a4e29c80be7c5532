import Quantities

/// A TCP connection that always has something to send, as iperf3's: the network's part of the model
/// by itself.
public struct BulkTransfer: Sendable {
  private let path: Path
  private let hosts: HostConstants

  public init(path: Path, hosts: HostConstants) {
    self.path = path
    self.hosts = hosts
  }

  /// How long so many bytes take from the connection's start on, if it began so long after the
  /// migration's, and no faster than a limit; nil where they never arrive.
  public func time(toSend bytes: Double, began: Span = .zero, limit: Double = .infinity) -> Span? {
    guard bytes > 0 else { return .zero }
    var link = Link(path: path, hosts: hosts, began: began)
    var left = bytes
    var now = Span.zero
    while true {
      if link.failure != nil || link.isBlackHole { return nil }
      let rate = min(link.rate, limit)
      let next = link.processes.indices.compactMap { index in
        link.processes[index].nextChange.map { (at: $0, index: index) }
      }.min { $0.at < $1.at }
      let seconds = rate > 0 ? left / rate : .infinity
      guard let next, (max(next.at, now) - now).seconds < seconds else {
        guard seconds < .infinity else { return nil }
        return now + Span(rounding: seconds) + link.longestRoundTrip
      }
      left -= rate * (max(next.at, now) - now).seconds
      now = max(next.at, now)
      link.change(next.index)
    }
  }

  /// Payload that is acknowledged within so long of the connection's start, in bytes.
  public func payload(within time: Span) -> Double {
    var link = Link(path: path, hosts: hosts)
    var bytes = 0.0
    var now = Span.zero
    while now < time {
      let next = link.processes.indices.compactMap { index in
        link.processes[index].nextChange.map { (at: $0, index: index) }
      }.min { $0.at < $1.at }
      let end = min(time, next?.at ?? time)
      bytes += link.rate * (end - now).seconds
      now = end
      if let next, next.at <= now { link.change(next.index) }
    }
    return bytes
  }

  /// Bytes a second once the path is full and nothing on it changes any more.
  public var steadyRate: Double { Link(path: path, hosts: hosts).steadyRate }
}
