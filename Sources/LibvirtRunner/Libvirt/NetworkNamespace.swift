#if Libvirt
  import CLibvirt
  import Glibc

  /// Moves the calling thread into a network namespace, for the sockets that it will open.
  ///
  /// The namespace is the thread's alone (setns(2)), so the thread should end afterwards.
  ///
  /// - Parameter path: /run/netns/NAME or /proc/PID/ns/net.
  func enterNetworkNamespace(at path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw RunnerProblem(
        "network namespace \(path): \(String(cString: strerror(errno)))", remedy: "is the lab up?")
    }
    defer { close(file) }
    guard setns(file, CLONE_NEWNET) == 0 else {
      throw RunnerProblem(
        "network namespace \(path) cannot be entered: \(String(cString: strerror(errno)))",
        remedy: "run ferry as root")
    }
  }
#endif
