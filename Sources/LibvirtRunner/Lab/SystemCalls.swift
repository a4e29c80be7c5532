import Foundation
import Glibc

extension RunnerProblem {
  /// A failed system call, with the system's own words.
  static func ofSystem(_ what: String) -> RunnerProblem {
    RunnerProblem("\(what): \(String(cString: strerror(errno)))")
  }
}

/// mount(2), in a mount namespace of one's own.
enum Mount {
  static func fileSystem(_ type: String, at point: String) throws {
    guard mount(type, point, type, UInt(MS_NOSUID | MS_NODEV | MS_NOEXEC), nil) == 0 else {
      throw RunnerProblem.ofSystem("can't mount \(type) at \(point)")
    }
  }

  /// Shows a file or directory at another place too.
  static func bind(_ source: String, at point: String) throws {
    guard mount(source, point, nil, UInt(MS_BIND), nil) == 0 else {
      throw RunnerProblem.ofSystem("can't mount \(source) at \(point)")
    }
  }
}

enum UnixSocket {
  /// Whether someone accepts connections there.
  static func answers(at path: String) -> Bool {
    let handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    guard handle >= 0 else { return false }
    defer { close(handle) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}

extension Thread {
  /// Runs something that blocks on a thread of its own, and gives back what it gave.
  static func running<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: body()) }.start()
    }
  }
}

/// What the lab's own processes say; their standard error is the state directory's log.
enum LabLog {
  static func write(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
