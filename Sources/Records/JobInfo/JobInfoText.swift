import Foundation
import Quantities

/// A record as `virsh domjobinfo --completed` shows a job: what scripts already read.
public enum JobInfoText {
  /// Lines of libvirt's labels and units, without a line's end behind the last. What the record
  /// doesn't hold has no line.
  public static func text(of record: Record) -> String {
    var lines = [line("Job type", padded(jobType(of: record), 12))]
    // Where libvirt refuses there is no job to tell about.
    guard record.outcome != "refused" else { return lines[0] }
    lines.append(line("Operation", padded("Outgoing migration", 12)))
    for field in JobInfoField.all {
      guard let value = value(of: field, in: record) else { continue }
      lines.append(line(field.label, text(value, as: field.form)))
    }
    if record.outcome != "completed", let reason = record.reason {
      let words = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
      lines.append(line("Error message", words))
    }
    return lines.joined(separator: "\n")
  }

  /// What never ends is a job that still runs.
  private static func jobType(of record: Record) -> String {
    switch record.outcome {
    case "completed": "Completed"
    case "aborted": "Cancelled"
    case "not-converged": "Unbounded"
    case "refused": "None"
    default: "Failed"
    }
  }

  /// The record's own value, or what libvirt reckons from others.
  private static func value(of field: JobInfoField, in record: Record) -> Int64? {
    if let value = record[count: field.name] {
      // A bandwidth of nothing is not shown.
      return field.form == .bytesPerSecond && value == 0 ? nil : value
    }
    let isComplete = record.outcome == "completed"
    switch field.name {
    case "memory_remaining", "memory_dirty_rate":
      return isComplete && record.memoryTotal != nil ? 0 : nil
    case "memory_page_size": return record.memoryNormal.map { _ in PageCount.bytesPerPage }
    case "memory_normal_bytes":
      let (bytes, overflow) = (record.memoryNormal ?? 0).multipliedReportingOverflow(
        by: PageCount.bytesPerPage)
      return record.memoryNormal == nil || overflow ? nil : bytes
    case "data_processed", "data_remaining", "data_total":
      let part = field.name.dropFirst("data_".count)
      let memory = JobInfoField.all.first { $0.name == "memory_\(part)" }
      guard let memory, let bytes = value(of: memory, in: record) else { return nil }
      let (sum, overflow) = bytes.addingReportingOverflow(record[count: "disk_\(part)"] ?? 0)
      return overflow ? nil : sum
    default: return nil
    }
  }

  private static func line(_ label: String, _ value: String) -> String {
    padded("\(label):", 17) + " " + value
  }

  private static func text(_ value: Int64, as form: JobInfoField.Form) -> String {
    switch form {
    case .milliseconds: padded("\(value)", 12) + " ms"
    case .bytes: capacity(value)
    case .bytesPerSecond: capacity(value) + "/s"
    case .pagesPerSecond: padded("\(value)", 12) + " pages/s"
    case .bytesOfPage: padded("\(value)", 12) + " bytes"
    case .count: padded("\(value)", 12)
    case .wideCount: padded("\(value)", 13)
    }
  }

  /// In the largest unit of which it is at least one, TiB at the most.
  private static func capacity(_ bytes: Int64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    var scale = 1.0
    var unit = 0
    while Double(bytes) >= scale * 1024, unit < units.count - 1 {
      scale *= 1024
      unit += 1
    }
    return String(format: "%.3f", Double(bytes) / scale) + " " + units[unit]
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
