import Foundation
import Glibc

/// A process, so named that no other can be taken for it: a PID may be given again, but not with
/// the same start in the same boot.
struct ProcessIdentity: Sendable, Codable, Equatable {
  /// As whoever mounted /proc sees it.
  let pid: Int32
  /// Clock ticks from boot to its start (proc(5), /proc/PID/stat, field 22).
  let startTicks: UInt64
  let boot: String

  /// nil where there is no such process.
  init?(pid: Int32) {
    guard let stat = Stat(pid: pid), let boot = ProcessIdentity.currentBoot() else { return nil }
    self.pid = pid
    startTicks = stat.startTicks
    self.boot = boot
  }

  /// This very process.
  static func current() throws -> ProcessIdentity {
    let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self")
    guard let this = Int32(link).flatMap(ProcessIdentity.init(pid:)) else {
      throw RunnerProblem("/proc does not tell who this process is", remedy: "mount proc there")
    }
    return this
  }

  /// A zombie is no more: all that it held is gone.
  var isAlive: Bool {
    guard ProcessIdentity.currentBoot() == boot, let stat = Stat(pid: pid) else { return false }
    return stat.startTicks == startTicks && !stat.isZombie
  }

  /// Kills it, and returns when it is gone.
  ///
  /// The first process of a PID namespace ends only after all others there have.
  func end() async throws {
    guard isAlive else { return }
    guard kill(pid, SIGKILL) == 0 || errno == ESRCH else {
      throw RunnerProblem(
        "can't end process \(pid): \(String(cString: strerror(errno)))",
        remedy: "run this as root")
    }
    for _ in 0..<1000 {
      guard isAlive else { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw RunnerProblem("process \(pid) was killed and is still there")
  }

  private static func currentBoot() -> String? {
    let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    return id?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private struct Stat {
    let isZombie: Bool
    let startTicks: UInt64

    init?(pid: Int32) {
      guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        // The command's name, in parentheses, may hold anything.
        let end = line.lastIndex(of: ")")
      else { return nil }
      let fields = line[line.index(after: end)...].split(separator: " ")
      guard fields.count > 19, let ticks = UInt64(fields[19]) else { return nil }
      isZombie = ["Z", "X"].contains(fields[0])
      startTicks = ticks
    }
  }
}
