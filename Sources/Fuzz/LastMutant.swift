import Foundation
import Synchronization

/// Which mutant is in work, for whoever has to say so when it is too late for more.
enum LastMutant {
  private static let number = Atomic(0)

  static func note(_ new: Int) { number.store(new, ordering: .relaxed) }
  static var current: Int { number.load(ordering: .relaxed) }

  /// A trap or a bad access names the mutant before it ends the process.
  static func tellOnCrash() {
    for kind in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
      signal(kind) { received in
        LastMutant.tell("crashed")
        signal(received, SIG_DFL)
        raise(received)
      }
    }
  }

  /// Without allocating: a crash may have come from there.
  static func tell(_ what: StaticString) {
    var digits: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) =
      (48, 48, 48, 48, 48, 48, 48, 48, 48, 48)
    var rest = current
    withUnsafeMutableBytes(of: &digits) { buffer in
      for place in buffer.indices.reversed() {
        buffer[place] = 48 + UInt8(rest % 10)
        rest /= 10
      }
      _ = write(STDERR_FILENO, "mutant ", 7)
      _ = write(STDERR_FILENO, buffer.baseAddress, buffer.count)
    }
    _ = write(STDERR_FILENO, " ", 1)
    _ = write(STDERR_FILENO, what.utf8Start, what.utf8CodeUnitCount)
    _ = write(STDERR_FILENO, "\n", 1)
  }
}

/// Ends a process that is stuck in one mutant.
enum Watchdog {
  /// Generous: the machine may have other work.
  static let patience: UInt32 = 60

  static func start() {
    Thread.detachNewThread {
      while true {
        let before = LastMutant.current
        sleep(patience)
        if LastMutant.current == before {
          LastMutant.tell("does not end")
          _exit(1)
        }
      }
    }
  }
}
