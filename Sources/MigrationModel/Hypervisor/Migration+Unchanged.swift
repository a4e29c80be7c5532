import Quantities

/// Sending what the guest has not written again (``PrecopyStep/sendUnchanged``): the log is looked
/// into for each batch, and what it shows is left for the next round.
extension Migration {
  /// Pages of a batch (`MAX_BATCH_SIZE` of Xen's xc_domain_save.c).
  private static var batch: Int64 { 1024 }

  mutating func sendUnchanged() {
    thread.isFresh = false
    if thread.roundSent.count >= thread.unchangedUntil {
      // What goes between two looks here may be a slice, where that is more than a batch.
      let batch = max(Self.batch, pace.pagesPerSlice)
      thread.roundSkipped += memory.skipRewritten(at: guestNow, toSend: batch)
      thread.unchangedUntil = thread.roundSent.count + batch
    }
    // Where all was left out, the round is over.
    guard memory.pending > 0 else { return }
    if !jump(most: thread.unchangedUntil - thread.roundSent.count) { beginSlice() }
  }
}
