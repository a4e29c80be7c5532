/// A line of `virsh domjobinfo`: its label, and the typed parameter of libvirt's behind it.
///
/// Labels, widths and order are those that virsh 11.3 prints (tools/virsh-domain.c,
/// `cmdDomjobinfo`).
struct JobInfoField: Sendable {
  enum Form: Sendable, Equatable {
    case milliseconds
    /// In binary units with three decimals.
    case bytes
    case bytesPerSecond
    case pagesPerSecond
    case bytesOfPage
    case count
    /// As `count`, in a column wider by one.
    case wideCount
  }

  let label: String
  /// In `virsh domjobinfo --rawstats`, and in records.
  let name: String
  let form: Form

  init(_ label: String, _ name: String, _ form: Form) {
    self.label = label
    self.name = name
    self.form = form
  }

  /// In the order in which virsh prints them.
  static let all = [
    JobInfoField("Time elapsed", "time_elapsed", .milliseconds),
    JobInfoField("Time elapsed w/o network", "time_elapsed_net", .milliseconds),
    JobInfoField("Time remaining", "time_remaining", .milliseconds),
    JobInfoField("Data processed", "data_processed", .bytes),
    JobInfoField("Data remaining", "data_remaining", .bytes),
    JobInfoField("Data total", "data_total", .bytes),
    JobInfoField("Memory processed", "memory_processed", .bytes),
    JobInfoField("Memory remaining", "memory_remaining", .bytes),
    JobInfoField("Memory total", "memory_total", .bytes),
    JobInfoField("Memory bandwidth", "memory_bps", .bytesPerSecond),
    JobInfoField("Dirty rate", "memory_dirty_rate", .pagesPerSecond),
    JobInfoField("Page size", "memory_page_size", .bytesOfPage),
    JobInfoField("Iteration", "memory_iteration", .count),
    JobInfoField("Postcopy requests", "memory_postcopy_requests", .count),
    JobInfoField("File processed", "disk_processed", .bytes),
    JobInfoField("File remaining", "disk_remaining", .bytes),
    JobInfoField("File total", "disk_total", .bytes),
    JobInfoField("File bandwidth", "disk_bps", .bytesPerSecond),
    JobInfoField("Constant pages", "memory_constant", .count),
    JobInfoField("Normal pages", "memory_normal", .count),
    JobInfoField("Normal data", "memory_normal_bytes", .bytes),
    JobInfoField("Total downtime", "downtime", .milliseconds),
    JobInfoField("Expected downtime", "expected_downtime", .milliseconds),
    JobInfoField("Downtime w/o network", "downtime_net", .milliseconds),
    JobInfoField("Setup time", "setup_time", .milliseconds),
    JobInfoField("Compression cache", "compression_cache", .bytes),
    JobInfoField("Compressed data", "compression_bytes", .bytes),
    JobInfoField("Compressed pages", "compression_pages", .wideCount),
    JobInfoField("Compression cache misses", "compression_cache_misses", .wideCount),
    JobInfoField("Compression overflows", "compression_overflow", .wideCount),
    JobInfoField("Auto converge throttle", "auto_converge_throttle", .wideCount),
    JobInfoField("Temporary disk space use", "disk_temp_used", .bytes),
    JobInfoField("Temporary disk space total", "disk_temp_total", .bytes),
  ]
}
