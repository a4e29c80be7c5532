/// What the figures of records mean, and in what unit they are: the words of datapackage.json.
enum ColumnGuide {
  static func column(_ name: String) -> Table.Column? {
    if let known = all[name] { return known }
    guard let field = JobInfoField.all.first(where: { $0.name == name }) else { return nil }
    return Table.Column(
      name, .integer, unit: field.form.unit, "\"\(field.label)\" of virsh domjobinfo.")
  }

  /// Of a run, in the order in which they are read.
  static let ofRuns = [
    Table.Column("run", .string, "What the run is called; one a row.", isRequired: true),
    Table.Column("kind", .string, "predicted, captured or imported.", isRequired: true),
    Table.Column(
      "outcome", .string, "completed, aborted, not-converged, refused, failed or lost.",
      isRequired: true),
    Table.Column("reason", .string, "Why it ended so."),
    Table.Column(
      "scenario", .string, "Fingerprint of the whole scenario: equal ones are equal."),
    milliseconds("time_elapsed", "From the job's start to its end, as libvirt reports it."),
    milliseconds("downtime", "The guest's pause, as libvirt reports it."),
    milliseconds("setup_time", "QEMU's preparation."),
    milliseconds("qemu_total_time", "total-time of query-migrate."),
    milliseconds("qemu_downtime", "downtime of query-migrate."),
    milliseconds("pause", "Source's vCPUs stopped to destination's running, by one clock."),
    Table.Column("pause_ns", .integer, unit: "ns", "The same, unrounded."),
    milliseconds("pause_guest_clock", "What of it the guest's own clock shows."),
    Table.Column("memory_total", .integer, unit: "B", "Guest memory, firmware included."),
    Table.Column("memory_processed", .integer, unit: "B", "Bytes sent in all passes."),
    Table.Column("memory_constant", .integer, unit: "pages", "Zero pages sent."),
    Table.Column("memory_normal", .integer, unit: "pages", "Other pages sent."),
    Table.Column(
      "memory_iteration", .integer, "Synchronisations: set-up's is 1, the stopped one counts."),
    Table.Column("memory_bps", .integer, unit: "B/s", "Rate of sending."),
    Table.Column("precopy_bytes", .integer, unit: "B", "Sent while the guest ran."),
    Table.Column("downtime_bytes", .integer, unit: "B", "Sent while it was stopped."),
    Table.Column("postcopy_bytes", .integer, unit: "B", "Sent after it ran on."),
  ]

  static let ofRounds = [
    Table.Column("run", .string, "The run, as in runs.", isRequired: true),
    Table.Column("round", .integer, "Counted from 1.", isRequired: true),
    Table.Column("end_cause", .string, "What ended the round."),
    Table.Column("start_ns", .integer, unit: "ns", "Its beginning, since that of the run."),
    Table.Column("duration_ns", .integer, unit: "ns", "Its length."),
    Table.Column("pages_sent", .integer, unit: "pages", "Pages sent, zero ones included."),
    Table.Column("zero_pages_sent", .integer, unit: "pages", "All-zero pages among them."),
    Table.Column("pages_dirtied", .integer, unit: "pages", "Pages dirtied meanwhile."),
    Table.Column("pages_left", .integer, unit: "pages", "Pages left to send at its end."),
    Table.Column(
      "bandwidth_bps", .integer, unit: "bit/s", "Rate that the stop rule reckoned with."),
    Table.Column("threshold_bytes", .integer, unit: "B", "What may be left to stop."),
    Table.Column("throttle", .integer, unit: "%", "How far the vCPUs were slowed down."),
  ]

  static let ofSamples = [
    Table.Column("run", .string, "The run, as in runs.", isRequired: true),
    Table.Column("sample", .integer, "Counted from 1.", isRequired: true),
  ]

  private static let all: [String: Table.Column] = {
    let known = [
      Table.Column("seed", .integer, "Of the prediction's random draws."),
      Table.Column("replication", .integer, "Counted from 1."),
      Table.Column("digest", .string, "Fingerprint of the prediction."),
      Table.Column("level", .number, "Share of cases that the intervals should hold."),
      milliseconds(
        "time_elapsed_interval.low", "Lower bound of time_elapsed, else qemu_total_time."),
      milliseconds(
        "time_elapsed_interval.high", "Upper bound of time_elapsed, else qemu_total_time."),
      milliseconds("downtime_interval.low", "Lower bound of downtime, else of qemu_downtime."),
      milliseconds("downtime_interval.high", "Upper bound of downtime, else of qemu_downtime."),
      Table.Column("notes", .string, "What a reader of the prediction should know, as JSON."),
      Table.Column("disk_writes", .integer, "Writes of the guest to its disks since its boot."),
      milliseconds("command_ms", "Since the command's start."),
      milliseconds("postcopy_blocktime", "How long post-copy blocked all vCPUs."),
      Table.Column(
        "pages_per_second", .integer, unit: "pages/s", "Rate of sending, zero pages too."),
    ]
    return Dictionary((ofRuns + ofRounds + known).map { ($0.name, $0) }) { first, _ in first }
  }()

  private static func milliseconds(_ name: String, _ meaning: String) -> Table.Column {
    Table.Column(name, .integer, unit: "ms", meaning)
  }
}

extension JobInfoField.Form {
  fileprivate var unit: String? {
    switch self {
    case .milliseconds: "ms"
    case .bytes, .bytesOfPage: "B"
    case .bytesPerSecond: "B/s"
    case .pagesPerSecond: "pages/s"
    case .count, .wideCount: nil
    }
  }
}
