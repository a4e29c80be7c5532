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
