import Quantities

extension MigrationInput {
  /// Whether the workload leaves pages all zero that it has written, now or later.
  public var emptiesPages: Bool {
    let context = WriteContext(
      background: hosts.background, loaded: true, phase: 0, accelerator: hosts.accelerator)
    return guest.workload.flatMap { $0.processes(in: context) }.contains { process in
      process.zeroShare(at: .start) > 0 || process.touchedPages < process.pages
        || process.nextContentChange(after: .start) != nil
    }
  }
}
