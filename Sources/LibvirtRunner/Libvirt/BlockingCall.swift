#if Libvirt
  import Foundation

  /// Runs a call that may block for long on a thread of its own.
  ///
  /// Any call to a remote libvirt waits for an answer, and over a link that was cut it waits until
  /// the keepalive gives up; a cooperative thread must not be held for that long. A fresh thread
  /// also keeps what is said of one thread (its last libvirt error, its network namespace) apart.
  func onOwnThread<Value: Sendable>(
    _ call: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try call() }) }
    }
  }
#endif
