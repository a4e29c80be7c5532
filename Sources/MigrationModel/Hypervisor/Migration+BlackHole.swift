import EventKernel
import Quantities

/// What becomes of a migration whose full segments vanish.
extension Migration {
  /// TCP's error ends QEMU's stream, and the guest goes on at the source.
  mutating func failWithConnection() {
    if thread.step != .stopped, iterations > 0 { closeRound(.connectionLost, dirtied: 0) }
    let patience = BlackHole.givenUp(roundTrip: input.path.roundTrip)
    finish(
      .failed(reason: "\(stall ?? ""), and TCP gives the connection up after \(patience)"))
  }

  /// Why nothing moves, where nothing does.
  var stall: String? {
    guard link.isBlackHole, let hole = input.path.blackHole else { return nil }
    let taken = ByteCount(Int64(socket.level))
    return
      "the migration stalls: \(hole); the handshake succeeds, then nothing of the "
      + "\(taken) in the send buffer arrives"
  }
}
