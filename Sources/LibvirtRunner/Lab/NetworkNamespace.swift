import Foundation
import Glibc

/// Another network namespace, for calls that can't be made by a program of their own.
public struct NetworkNamespace: Sendable {
  /// A file that setns(2) takes.
  public let path: String

  public init(path: String) { self.path = path }

  /// Runs something there, on a thread of its own that ends with it. Sockets that it opens stay in
  /// that namespace, wherever they are used later.
  public func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await Thread.running {
      Result {
        try enter()
        return try body()
      }
    }.get()
  }

  /// Moves this thread, and no other, for good.
  func enter() throws {
    let handle = open(path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw RunnerProblem.ofSystem("can't open \(path)") }
    defer { close(handle) }
    // glibc has it only for GNU sources, which the Swift module of glibc is not.
    guard let symbol = dlsym(nil, "setns") else {
      throw RunnerProblem("this C library has no setns")
    }
    typealias SetNamespace = @convention(c) (Int32, Int32) -> Int32
    let newNetwork: Int32 = 0x4000_0000  // CLONE_NEWNET
    guard unsafeBitCast(symbol, to: SetNamespace.self)(handle, newNetwork) == 0 else {
      throw RunnerProblem.ofSystem("can't enter \(path)")
    }
  }
}
