import Foundation
import Glibc

/// The process that holds a lab, so named that no other can be taken for it: a PID may be given
/// again, but not with the same start in the same boot.
struct KeeperProcess: Sendable, Codable, Equatable {
  /// As seen outside the lab.
  let pid: Int32
  /// Clock ticks from boot to its start (proc(5), /proc/PID/stat, field 22).
  let startTicks: UInt64
  let boot: String

  /// This very process, as whoever mounted /proc sees it.
  static func current() throws -> KeeperProcess {
    let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self")
    guard let pid = Int32(link), let stat = Stat(pid: pid), let boot = currentBoot() else {
      throw RunnerProblem("/proc does not tell who this process is", remedy: "mount proc there")
    }
    return KeeperProcess(pid: pid, startTicks: stat.startTicks, boot: boot)
  }

  /// A zombie is no more: all that it held is gone.
  var isAlive: Bool {
    guard KeeperProcess.currentBoot() == boot, let stat = Stat(pid: pid) else { return false }
    return stat.startTicks == startTicks && !stat.isZombie
  }

  /// Kills it, and the kernel everything in its PID namespace; returns when they are gone.
  func end() async throws {
    guard isAlive else { return }
    guard kill(pid, SIGKILL) == 0 || errno == ESRCH else {
      throw RunnerProblem(
        "can't end the lab's keeper, process \(pid): \(String(cString: strerror(errno)))",
        remedy: "run this as root")
    }
    // The first process of a PID namespace waits for all others there before it ends itself.
    for _ in 0..<1000 {
      guard isAlive else { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw RunnerProblem("the lab's keeper, process \(pid), was killed and is still there")
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
