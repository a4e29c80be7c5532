import Foundation
import Glibc

/// A process that goes on by itself and prints into a log.
///
/// Subprocess waits for what it runs; the keeper's programs outlive the call that starts them.
struct DetachedProcess {
  let pid: pid_t
  private let command: Command

  /// Starts the program, with nothing to read, and with what it prints appended to the log.
  init(_ command: Command, log: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // A thread of the pool has signals blocked, which a program must not inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var words = ([command.program] + command.arguments).map { strdup($0) }
    var variables = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") }
    words.append(nil)
    variables.append(nil)
    defer { for text in words + variables { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, command.program, &actions, &attributes, words, variables)
    guard code == 0 else {
      throw RunnerProblem("can't start \(command.program): \(String(cString: strerror(code)))")
    }
    self.pid = pid
    self.command = command
  }

  /// Waits for its end: for a program that only starts another.
  func wait() throws {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1, errno == EINTR {}
    guard status == 0 else { throw RunnerProblem("\(command) failed") }
  }
}
