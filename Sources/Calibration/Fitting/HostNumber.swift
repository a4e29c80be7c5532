import MigrationModel
import Quantities

/// A constant of hosts or guest as a plain number in SI units.
struct HostNumber: Sendable {
  let read: @Sendable (HostConstants) -> Double
  let write: @Sendable (Double, inout HostConstants) -> Void

  static let all: [String: HostNumber] = [
    "host.normal-page-scan": time(\.normalPageScan),
    "host.zero-page-scan": time(\.zeroPageScan),
    "host.preparation": time(\.preparation),
    "host.stop": time(\.stop),
    "host.load": time(\.load),
    "host.resume": time(\.resume),
    "host.device-state": size(\.deviceState),
    "host.tcp-segment-cost": size(\.segmentCost),
    "host.rate-limit-slack": time(\.rateLimitSlack),
    "host.turnaround": time(\.turnaround),
    "host.wake-up": time(\.wakeUp),
    "guest.background-pages": pages(\.background.pages),
    "guest.background-time": time(\.background.time),
    "guest.load-pages": pages(\.background.loadPages),
    "guest.load-time": time(\.background.loadTime),
  ]

  private static func time(
    _ field: any (WritableKeyPath<HostConstants, Span> & Sendable)
  ) -> HostNumber {
    HostNumber(
      read: { $0[keyPath: field].seconds }, write: { $1[keyPath: field] = Span(rounding: $0) })
  }

  private static func size(
    _ field: any (WritableKeyPath<HostConstants, ByteCount> & Sendable)
  ) -> HostNumber {
    HostNumber(
      read: { Double($0[keyPath: field].count) },
      write: { $1[keyPath: field] = ByteCount(Int64($0.rounded())) })
  }

  private static func pages(
    _ field: any (WritableKeyPath<HostConstants, PageCount> & Sendable)
  ) -> HostNumber {
    HostNumber(
      read: { Double($0[keyPath: field].count) },
      write: { $1[keyPath: field] = PageCount(Int64($0.rounded())) })
  }
}
