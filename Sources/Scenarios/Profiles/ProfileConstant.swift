import MigrationModel
import Quantities

/// One of a profile's constants: its key, and where the model keeps it.
struct ProfileConstant: Sendable {
  let key: Key
  /// "host.normal-page-scan".
  let path: String
  let write: @Sendable (Settled.Value, inout HostConstants) -> Void
  let read: @Sendable (HostConstants) -> String

  static let all = host + guest

  static let host: [ProfileConstant] = [
    time("normal-page-scan", \.normalPageScan, "Migration thread's time for a page it sends."),
    time("zero-page-scan", \.zeroPageScan, "Its time for a page that proves all zero."),
    time("preparation", \.preparation, "From libvirt's Begin to the stream, beside round trips."),
    time("stop", \.stop, "Stopping the vCPUs and flushing the disks."),
    time("load", \.load, "Destination's loading of the device state."),
    time("resume", \.resume, "libvirt's Finish and cont, beside round trips."),
    size("device-state", \.deviceState, "Device state, sent with the vCPUs stopped."),
    size(
      "tcp-segment-cost", \.segmentCost, atLeast: 256,
      "What the send buffer is charged for a segment."),
    size("tcp-wmem-max", \.sendBufferMax, atLeast: 4096, "net.ipv4.tcp_wmem, its maximum."),
    size("tcp-rmem-max", \.receiveBufferMax, atLeast: 4096, "net.ipv4.tcp_rmem, its maximum."),
    constant(
      "host", "tcp-rmem-window", .share(.percent(1) ... .one),
      "How much of the receive buffer is window.",
      { value, constants in
        if case .share(let share) = value { constants.receiveWindowShare = share }
      }, { $0.receiveWindowShare.description }),
    time("rate-limit-slack", \.rateLimitSlack, "How much a rate-limited 100 ms window overshoots."),
    time("turnaround", \.turnaround, "What both hosts add to a round trip of a few segments."),
    time("wake-up", \.wakeUp, "How late a thread runs, on average, after it could."),
  ]

  static let guest: [ProfileConstant] = [
    pages("background-pages", \.pages, "Distinct pages the system writes in the long run."),
    guestTime("background-time", \.time, "Time constant of their saturation."),
    pages("load-pages", \.loadPages, "Distinct pages a running load dirties besides its buffer."),
    guestTime("load-time", \.loadTime, "Time constant of their saturation."),
  ]

  private static func constant(
    _ group: String, _ name: String, _ kind: ValueKind, _ doc: String,
    _ write: @escaping @Sendable (Settled.Value, inout HostConstants) -> Void,
    _ read: @escaping @Sendable (HostConstants) -> String
  ) -> ProfileConstant {
    let withOrigin = ValueKind.mapping([
      Key("value", kind, .required, "The constant."),
      Key("error", kind, .optional, "Its standard error."),
      Key(
        "origin", .words(["fit", "measured", "assumed", "source"]), .optional,
        "Where the value comes from."),
      Key("meaning", .text, .optional, "What it stands for."),
      Key("reference", .text, .optional, "Where it is documented."),
    ])
    return ProfileConstant(
      key: Key(name, .oneOf([kind, withOrigin]), .optional, doc), path: "\(group).\(name)",
      write: write, read: read)
  }

  private static func time(
    _ name: String, _ field: any (WritableKeyPath<HostConstants, Span> & Sendable), _ doc: String
  ) -> ProfileConstant {
    constant(
      "host", name, .time(.zero ... .seconds(3600)), doc,
      { if case .time(let time) = $0 { $1[keyPath: field] = time } },
      { $0[keyPath: field].description })
  }

  private static func size(
    _ name: String, _ field: any (WritableKeyPath<HostConstants, ByteCount> & Sendable),
    atLeast least: Int64 = 0, _ doc: String
  ) -> ProfileConstant {
    constant(
      "host", name, .size(ByteCount(least)...ScenarioFormat.anySize.upperBound), doc,
      { if case .size(let size) = $0 { $1[keyPath: field] = size } },
      { $0[keyPath: field].description })
  }

  private static func guestTime(
    _ name: String, _ field: any (WritableKeyPath<Background, Span> & Sendable), _ doc: String
  ) -> ProfileConstant {
    constant(
      "guest", name, .time(.zero ... .seconds(3600)), doc,
      { if case .time(let time) = $0 { $1.background[keyPath: field] = time } },
      { $0.background[keyPath: field].description })
  }

  private static func pages(
    _ name: String, _ field: any (WritableKeyPath<Background, PageCount> & Sendable), _ doc: String
  ) -> ProfileConstant {
    constant(
      "guest", name, .count(0...1_000_000_000), doc,
      { if case .count(let pages) = $0 { $1.background[keyPath: field] = PageCount(pages) } },
      { String($0.background[keyPath: field].count) })
  }
}
