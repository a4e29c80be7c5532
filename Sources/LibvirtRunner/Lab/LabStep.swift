/// One program to run in one of the lab's network namespaces.
struct LabStep: Sendable, Equatable {
  /// nil is where whoever runs it is.
  let place: LabPlace?
  let command: Command
  /// Removes what may not be there, or switches off what the kernel may not have.
  let mayFail: Bool

  /// Every word is the lab's own, so blanks part them.
  init(_ place: LabPlace?, _ words: String, mayFail: Bool = false) {
    let parts = words.split(separator: " ").map(String.init)
    precondition(!parts.isEmpty, "a step names a program")
    self.place = place
    command = Command(parts[0], Array(parts.dropFirst()))
    self.mayFail = mayFail
  }

  func run(in namespaces: LabNamespaces) async throws {
    // Not `ip -n`: it changes mounts too, which fails in a chroot.
    let entered = place.map { namespaces.command(command, in: $0) } ?? command
    let result = try await entered.result()
    guard result.code == 0 || mayFail else {
      let here = place.map { " on \($0.rawValue)" } ?? ""
      throw RunnerProblem("\(command)\(here): \(result.errors.trimmedLines(last: 5))")
    }
  }
}
