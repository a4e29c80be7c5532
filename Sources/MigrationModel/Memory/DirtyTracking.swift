import Quantities

/// When a page whose write was logged is logged again: a property of what runs the guest.
enum DirtyTracking: Sendable {
  /// KVM's log is read at a synchronisation, and cleared chunk by chunk just before the first page
  /// of each is sent (`CLEAR_BITMAP_SHIFT_DEFAULT`, KVM_CLEAR_DIRTY_LOG). What is written to a page
  /// in between is sent with it.
  case byChunk
  /// TCG's is cleared when it is read.
  case atOnce
  /// The same before QEMU 9.0, where the soft TLB goes on hiding a page that it has as written.
  case onEviction

  /// Pages of a chunk: 1 GiB.
  static let chunk = 1 << 18
}

extension MigrationInput {
  /// A part without a working set is a system's, and whoever switches between processes flushes the
  /// soft TLB; so TCG's fault shows with bare guests alone.
  var dirtyTracking: DirtyTracking {
    // Another hypervisor clears its log as it reads it.
    guard settings.hypervisor.isQEMU else { return .atOnce }
    guard hosts.accelerator == .tcg else { return .byChunk }
    let isBare = guest.workload.allSatisfy { $0.workingSet != nil }
    return isBare && settings.hypervisor.losesWritesUnderTCG ? .onEviction : .atOnce
  }
}
