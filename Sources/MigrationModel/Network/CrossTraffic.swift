import Quantities

/// What others send over the bottleneck at a constant rate, whatever is lost of it, as UDP does.
public struct CrossTraffic: Sendable {
  /// Counted as the path's bandwidth is (``Path/measuredAt``).
  public var rate: DataRate
  /// From the migration's start.
  public var from: Span
  /// Where it ends; nil if it stays.
  public var to: Span?

  public init(rate: DataRate, from: Span = .zero, to: Span? = nil) {
    self.rate = rate
    self.from = from
    self.to = to
  }

  /// What TCP keeps of the bandwidth, however much the others send.
  public static let leastLeft = Share.percent(1)
}

/// Takes others' traffic from the bandwidth for as long as it lasts.
struct CrossTraffics: PathProcess {
  private let traffic: [CrossTraffic]
  /// Where any of it begins or ends, and how many of these instants are past.
  private let instants: [Span]
  private var past = 0
  /// When the connection began, after the migration's start.
  private let began: Span

  let limit = PathLimit()

  init(_ traffic: [CrossTraffic], began: Span) {
    self.traffic = traffic
    self.began = began
    instants = Set(traffic.flatMap { [$0.from] + ($0.to.map { [$0] } ?? []) }).sorted()
  }

  var nextChange: Span? { past < instants.count ? instants[past] - began : nil }

  mutating func change(on flow: Flow) { past += 1 }

  func shape(_ path: inout Path) {
    guard past > 0 else { return }
    let now = instants[past - 1]
    let active = traffic.filter { $0.from <= now && $0.to.map { now < $0 } ?? true }
    let taken = active.reduce(DataRate.zero) { $0 + $1.rate }
    let least = Double(path.bandwidth.count) * CrossTraffic.leastLeft.fraction
    path.bandwidth = max(path.bandwidth - taken, .bitsPerSecond(Int64(least.rounded(.up))))
  }
}
