import Foundation
import Glibc

/// The right to use a lab: its path and its guests are one campaign's at a time.
///
/// It is the system's (flock), which lets go of it when the process ends in any way.
final class LabLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `RunnerProblem` where another runner has it.
  init(of lab: Lab) throws {
    let path = lab.directory.path(of: .lock)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw RunnerProblem.ofSystem("can't open \(path)") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw RunnerProblem(
        "another campaign is at work in the lab \(lab.name)",
        remedy: "wait for it, or make a lab of your own: ferry lab up --lab NAME")
    }
    self.descriptor = descriptor
  }

  deinit {
    // A child between its fork and its exec still has the file open, and the lock with it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
