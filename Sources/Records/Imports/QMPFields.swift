/// Which of QEMU's figures are which of a record's, and in what unit.
enum QMPFields {
  /// A figure's place in an answer, the name in a record, and how many of the record's unit one of
  /// QEMU's is.
  struct Field: Sendable {
    let place: [String]
    let name: String
    var scale = 1.0
  }

  /// Megabits a second, in bytes a second.
  private static let megabit = 125_000.0

  static let all: [Field] =
    [
      Field(place: ["total-time"], name: "qemu_total_time"),
      Field(place: ["downtime"], name: "qemu_downtime"),
      Field(place: ["expected-downtime"], name: "expected_downtime"),
      Field(place: ["setup-time"], name: "setup_time"),
      Field(place: ["cpu-throttle-percentage"], name: "auto_converge_throttle"),
      Field(place: ["postcopy-blocktime"], name: "postcopy_blocktime"),
    ] + ram + cache + disk + guestperf

  private static let ram = [
    Field(place: ["ram", "total"], name: "memory_total"),
    Field(place: ["ram", "transferred"], name: "memory_processed"),
    Field(place: ["ram", "remaining"], name: "memory_remaining"),
    Field(place: ["ram", "duplicate"], name: "memory_constant"),
    Field(place: ["ram", "normal"], name: "memory_normal"),
    Field(place: ["ram", "normal-bytes"], name: "memory_normal_bytes"),
    Field(place: ["ram", "dirty-sync-count"], name: "memory_iteration"),
    Field(place: ["ram", "dirty-pages-rate"], name: "memory_dirty_rate"),
    Field(place: ["ram", "mbps"], name: "memory_bps", scale: megabit),
    Field(place: ["ram", "page-size"], name: "memory_page_size"),
    Field(place: ["ram", "postcopy-requests"], name: "memory_postcopy_requests"),
    Field(place: ["ram", "pages-per-second"], name: "pages_per_second"),
    Field(place: ["ram", "multifd-bytes"], name: "multifd_bytes"),
    Field(place: ["ram", "precopy-bytes"], name: "precopy_bytes"),
    Field(place: ["ram", "downtime-bytes"], name: "downtime_bytes"),
    Field(place: ["ram", "postcopy-bytes"], name: "postcopy_bytes"),
  ]

  private static let cache = [
    Field(place: ["xbzrle-cache", "cache-size"], name: "compression_cache"),
    Field(place: ["xbzrle-cache", "bytes"], name: "compression_bytes"),
    Field(place: ["xbzrle-cache", "pages"], name: "compression_pages"),
    Field(place: ["xbzrle-cache", "cache-miss"], name: "compression_cache_misses"),
    Field(place: ["xbzrle-cache", "overflow"], name: "compression_overflow"),
  ]

  private static let disk = [
    Field(place: ["disk", "total"], name: "disk_total"),
    Field(place: ["disk", "transferred"], name: "disk_processed"),
    Field(place: ["disk", "remaining"], name: "disk_remaining"),
  ]

  /// guestperf's own names (tests/migration/guestperf/progress.py).
  private static let guestperf = [
    Field(place: ["duration"], name: "qemu_total_time"),
    Field(place: ["downtime_expected"], name: "expected_downtime"),
    Field(place: ["setup_time"], name: "setup_time"),
    Field(place: ["throttle_pcent"], name: "auto_converge_throttle"),
    Field(place: ["ram", "total_bytes"], name: "memory_total"),
    Field(place: ["ram", "transferred_bytes"], name: "memory_processed"),
    Field(place: ["ram", "remaining_bytes"], name: "memory_remaining"),
    Field(place: ["ram", "duplicate_pages"], name: "memory_constant"),
    Field(place: ["ram", "normal_pages"], name: "memory_normal"),
    Field(place: ["ram", "normal_bytes"], name: "memory_normal_bytes"),
    Field(place: ["ram", "iterations"], name: "memory_iteration"),
    Field(place: ["ram", "dirty_rate_pps"], name: "memory_dirty_rate"),
    Field(place: ["ram", "transfer_rate_mbs"], name: "memory_bps", scale: megabit),
  ]

  /// Every figure that the answer has; one that is no count is told and left out.
  static func counts(
    of answer: JSONValue, _ line: Int, _ problems: inout LogProblems
  ) -> [String: Int64] {
    var counts: [String: Int64] = [:]
    for field in all {
      let found = field.place.reduce(Optional(answer)) { $0?[$1] }
      guard let found, found != .null else { continue }
      let range = Record.range(ofCount: field.name)
      guard let count = count(found, field.scale), range.contains(count) else {
        problems.add(
          "\(field.place.joined(separator: ".")) is not a number from 0 to \(range.upperBound)",
          line: line)
        continue
      }
      counts[field.name] = count
    }
    return counts
  }

  private static func count(_ value: JSONValue, _ scale: Double) -> Int64? {
    switch value {
    case .integer(let count) where scale == 1: count
    case .integer(let count): Int64(exactly: (Double(count) * scale).rounded())
    case .number(let number): Int64(exactly: (number * scale).rounded())
    default: nil
    }
  }
}
