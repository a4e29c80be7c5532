import MigrationModel
import Quantities

/// One of a profile's constants of hosts and guests: its name, its unit, and where the model keeps
/// it, for whoever reads, fits or writes profiles.
public struct ProfileConstant: Sendable {
  public enum Unit: Sendable {
    case seconds, bytes
    /// 1 is 100 %.
    case share
    case pages
  }

  enum Field: Sendable {
    case time(any WritableKeyPath<HostConstants, Span> & Sendable)
    case size(any WritableKeyPath<HostConstants, ByteCount> & Sendable)
    case share(any WritableKeyPath<HostConstants, Share> & Sendable)
    case pages(any WritableKeyPath<HostConstants, PageCount> & Sendable)
  }

  /// "host.normal-page-scan".
  public let path: String
  /// Its least and most value, in SI units.
  public let limits: ClosedRange<Double>
  /// What counts where no profile gives it; nil where one must.
  public let fallback: Double?
  let field: Field
  let doc: String

  /// Every constant, in the description's order.
  public static let all = host + guest

  public static func named(_ path: String) -> ProfileConstant? {
    all.first { $0.path == path }
  }

  public var unit: Unit {
    switch field {
    case .time: return .seconds
    case .size: return .bytes
    case .share: return .share
    case .pages: return .pages
    }
  }

  /// The least step that changes a value: a nanosecond, a byte, 10⁻⁹, a page.
  public var resolution: Double {
    switch unit {
    case .seconds, .share: return 1e-9
    case .bytes, .pages: return 1
    }
  }

  /// The constant in its SI unit.
  public func value(in constants: HostConstants) -> Double {
    switch field {
    case .time(let path): return constants[keyPath: path].seconds
    case .size(let path): return Double(constants[keyPath: path].count)
    case .share(let path): return constants[keyPath: path].fraction
    case .pages(let path): return Double(constants[keyPath: path].count)
    }
  }

  /// Sets it to the nearest that it can hold, within its limits.
  public func set(_ value: Double, in constants: inout HostConstants) {
    let value = min(max(value, limits.lowerBound), limits.upperBound)
    let count = Int64((value / resolution).rounded())
    switch field {
    case .time(let path): constants[keyPath: path] = Span(count: count)
    case .size(let path): constants[keyPath: path] = ByteCount(count)
    case .share(let path): constants[keyPath: path] = Share(count: count)
    case .pages(let path): constants[keyPath: path] = PageCount(count)
    }
  }

  /// The constant as a file has it, exact.
  func text(in constants: HostConstants) -> String {
    switch field {
    case .time(let path): return constants[keyPath: path].exactText
    case .size(let path): return constants[keyPath: path].exactText
    case .share(let path): return constants[keyPath: path].exactText
    case .pages(let path): return String(constants[keyPath: path].count)
    }
  }

  /// Its standard error as a file has it.
  func text(ofError error: Double) -> String {
    let count = Int64((error / resolution).rounded())
    switch unit {
    case .seconds: return Span(count: count).exactText
    case .bytes: return ByteCount(count).exactText
    case .share: return Share(count: count).exactText
    case .pages: return NumberText.bare(error)
    }
  }
}

extension ProfileConstant {
  static let host: [ProfileConstant] = [
    time("host.normal-page-scan", \.normalPageScan, "Migration thread's time for a page it sends."),
    time("host.zero-page-scan", \.zeroPageScan, "Its time for a page that proves all zero."),
    time(
      "host.preparation", \.preparation, "From libvirt's Begin to the stream, beside round trips."),
    time("host.stop", \.stop, "Stopping the vCPUs and flushing the disks."),
    time("host.load", \.load, "Destination's loading of the device state."),
    time("host.resume", \.resume, "libvirt's Finish and cont, beside round trips."),
    size("host.device-state", \.deviceState, "Device state, sent with the vCPUs stopped."),
    size(
      "host.tcp-segment-cost", \.segmentCost, atLeast: 256,
      "What the send buffer is charged for a segment."),
    size(
      "host.tcp-wmem-max", \.sendBufferMax, atLeast: 4096, "net.ipv4.tcp_wmem, its maximum."),
    size(
      "host.tcp-rmem-max", \.receiveBufferMax, atLeast: 4096, "net.ipv4.tcp_rmem, its maximum."),
    share(
      "host.tcp-rmem-window", \.receiveWindowShare, "How much of the receive buffer is window."),
    share(
      "host.goodput", \.goodputShare, fallback: 1,
      "How much of the path's goodput the stream really gets."),
    time(
      "host.rate-limit-slack", \.rateLimitSlack,
      "How much a rate-limited 100 ms window overshoots."),
    time(
      "host.turnaround", \.turnaround, "What both hosts add to a round trip of a few segments."),
    time("host.wake-up", \.wakeUp, "How late a thread runs, on average, after it could."),
  ]

  static let guest: [ProfileConstant] = [
    pages(
      "guest.background-pages", \.background.pages,
      "Distinct pages the system writes in the long run."),
    time("guest.background-time", \.background.time, "Time constant of their saturation."),
    pages(
      "guest.load-pages", \.background.loadPages,
      "Distinct pages a running load dirties besides its buffer."),
    time("guest.load-time", \.background.loadTime, "Time constant of their saturation."),
    size(
      "guest.video-memory", \.videoMemory, fallback: 0,
      "A display adapter's memory, zero pages that follow the guest's own."),
  ]

  private static func time(
    _ path: String, _ field: any WritableKeyPath<HostConstants, Span> & Sendable, _ doc: String
  ) -> ProfileConstant {
    ProfileConstant(path: path, limits: 0...3600, fallback: nil, field: .time(field), doc: doc)
  }

  private static func size(
    _ path: String, _ field: any WritableKeyPath<HostConstants, ByteCount> & Sendable,
    atLeast least: Double = 0, fallback: Double? = nil, _ doc: String
  ) -> ProfileConstant {
    let most = Double(ScenarioFormat.anySize.upperBound.count)
    return ProfileConstant(
      path: path, limits: least...most, fallback: fallback, field: .size(field), doc: doc)
  }

  private static func share(
    _ path: String, _ field: any WritableKeyPath<HostConstants, Share> & Sendable,
    fallback: Double? = nil, _ doc: String
  ) -> ProfileConstant {
    ProfileConstant(
      path: path, limits: 0.01...1, fallback: fallback, field: .share(field), doc: doc)
  }

  private static func pages(
    _ path: String, _ field: any WritableKeyPath<HostConstants, PageCount> & Sendable,
    _ doc: String
  ) -> ProfileConstant {
    ProfileConstant(path: path, limits: 0...1e9, fallback: nil, field: .pages(field), doc: doc)
  }
}

extension ProfileConstant {
  /// "normal-page-scan", as its key stands in `host` or `guest`.
  var name: String { String(path.drop { $0 != "." }.dropFirst()) }

  /// host or guest.
  var group: String { String(path.prefix { $0 != "." }) }

  var key: Key {
    Key(
      name, ProfileFormat.estimate(kind, error: errorKind), .optional,
      fallback == nil ? doc : "\(doc) \(unit == .share ? "100 %" : "None") where no profile says.")
  }

  private var kind: ValueKind {
    let (least, most) = (counts.lowerBound, counts.upperBound)
    switch unit {
    case .seconds: return .time(Span(count: least)...Span(count: most))
    case .bytes: return .size(ByteCount(least)...ByteCount(most))
    case .share: return .share(Share(count: least)...Share(count: most))
    case .pages: return .count(counts)
    }
  }

  private var errorKind: ValueKind {
    switch unit {
    case .seconds: return .time(.zero...Span(count: counts.upperBound))
    case .bytes: return .size(.zero...ByteCount(counts.upperBound))
    case .share: return .share(.zero...Share(count: counts.upperBound))
    case .pages: return .number(0...limits.upperBound)
    }
  }

  private var counts: ClosedRange<Int64> {
    Int64(
      (limits.lowerBound / resolution).rounded())...Int64(
        (limits.upperBound / resolution).rounded())
  }
}
