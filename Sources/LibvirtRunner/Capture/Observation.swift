import Records

/// What was seen of one migration: polls, QEMU's own events, and what libvirt said in the end.
///
/// All times are nanoseconds since the migration was asked for, by the runner's clock; QEMU's event
/// timestamps (µs, its host's wall clock) have been brought to it.
struct Observation: Sendable, Equatable {
  /// libvirt's typed parameters of one poll, by their names.
  /// `disk_writes` is the runner's own name, for the sum of what virDomainBlockStats counts.
  struct Poll: Sendable, Equatable {
    var at: Int64
    var values: [String: Int64]

    subscript(name: String) -> Int64? { values[name] }
  }

  var polls: [Poll] = []
  /// QEMU's MIGRATION_PASS: the synchronisation in set-up is the first.
  var passes: [Int64] = []
  /// QEMU's last BLOCK_JOB_READY and BLOCK_JOB_COMPLETED on the source: all disks' mirrors had
  /// caught up with the guest once, and all were ended.
  var mirrored: Int64?
  var mirrorsEnded: Int64?
  /// QEMU's STOP on the source and RESUME on the destination, where both were seen.
  var stopped: Int64?
  var resumed: Int64?
  /// QEMU's last MIGRATION event on the source: the stream's end, and the destination's answer.
  var ended: Int64?
  /// Statistics of the finished job.
  var completed: [String: Int64]?
}

extension Observation {
  /// A cumulative counter at an instant, on the straight line between the polls around it.
  ///
  /// nil where no poll has it. Before the first poll it grew from zero at the first
  /// synchronisation; after the last, towards what the finished job said, at `end`.
  func counter(_ name: String, at instant: Int64, end: Int64) -> Double? {
    let known = polls.compactMap { poll in poll[name].map { (at: poll.at, value: $0) } }
      .filter { $0.at < end }
    guard !known.isEmpty else { return nil }
    var points = known.map { (at: $0.at, value: Double($0.value)) }
    points.insert((at: min(passes.first ?? 0, points[0].at), value: 0), at: 0)
    if let last = completed?[name] { points.append((at: end, value: Double(last))) }
    guard let next = points.firstIndex(where: { $0.at >= instant }) else {
      return points.last?.value
    }
    guard next > 0 else { return points[0].value }
    let (before, after) = (points[next - 1], points[next])
    guard after.at > before.at else { return after.value }
    let share = Double(instant - before.at) / Double(after.at - before.at)
    return before.value + share * (after.value - before.value)
  }

  /// When the stream was at its end, as near as was seen.
  var end: Int64 {
    ended ?? max(resumed ?? 0, polls.last?.at ?? 0, (passes.last ?? 0) + 1)
  }

  /// Pages of memory less the zero pages among those sent first; nil where not all were sent.
  ///
  /// This is what `vm.touched` means: memory whose pages are not all zero when first sent. The
  /// second synchronisation is no sign of it: it comes as soon as the rest of the first pass is
  /// below the threshold, and that rest may be thousands of zero pages. So it is asked when as many
  /// pages were sent as there are.
  var touchedPages: Int64? {
    guard let total = (completed ?? polls.last?.values)?["memory_total"] else { return nil }
    let pages = Double(total / pageSize)
    var known = polls.filter { $0.at < end }.compactMap { poll in
      Observation.pagesSent(poll.values).map { (at: poll.at, sent: $0) }
    }
    if let sent = completed.flatMap(Observation.pagesSent) { known.append((at: end, sent: sent)) }
    var before = (at: passes.first ?? 0, sent: 0.0)
    for next in known {
      guard next.sent < pages else {
        let share = next.sent > before.sent ? (pages - before.sent) / (next.sent - before.sent) : 1
        let reached = before.at + Int64(share * Double(next.at - before.at))
        return counter("memory_constant", at: reached, end: end)
          .map { Int64(pages - $0.rounded()) }
      }
      before = next
    }
    return nil
  }

  private static func pagesSent(_ values: [String: Int64]) -> Double? {
    guard let normal = values["memory_normal"], let zero = values["memory_constant"] else {
      return nil
    }
    return Double(normal) + Double(zero)
  }

  /// libvirt's `memory_page_size`, in bytes.
  var pageSize: Int64 {
    let size = (completed ?? polls.last?.values)?["memory_page_size"] ?? 4096
    return size > 0 ? size : 4096
  }
}
