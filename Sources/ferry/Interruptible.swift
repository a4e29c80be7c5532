import Dispatch
import Foundation

/// Work that a person, or the system, may ask to end.
enum Interruptible {
  /// Runs `work` in a task that is cancelled at the first SIGINT, SIGTERM or SIGHUP; the second
  /// ends the process as it would have ended anyway.
  static func run<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task(operation: work)
    // What was ignored before, as nohup has it, stays ignored.
    let numbers = [SIGINT, SIGTERM, SIGHUP].filter { number in
      var earlier = sigaction()
      sigaction(number, nil, &earlier)
      return unsafeBitCast(earlier.__sigaction_handler.sa_handler, to: Int.self)
        != unsafeBitCast(SIG_IGN, to: Int.self)
    }
    let sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        signal(number, SIG_DFL)
        task.cancel()
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in numbers { signal(number, SIG_DFL) }
    }
    return try await task.value
  }
}
