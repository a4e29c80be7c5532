/// How long a capture waits for what.
struct CaptureWaits: Sendable {
  /// A guest and its loads run so long before anything is measured.
  var settling: Duration = .seconds(5)
  /// Windows over which its dirty rate is sampled, in whole seconds.
  var dirtyRateSeconds: [Int32] = [1, 2, 4]
  /// After so long without a byte moved a migration is ended.
  ///
  /// A link that is away for half a minute heals within it: TCP's next attempt comes after as long
  /// again at most, its waits doubling (RFC 6298). And the keepalive of virsh, 35 s, has told by
  /// then that the destination can't be reached, so the calls that follow the end don't hang.
  var patience: Duration = .seconds(60)
  /// How long an aborted migration may take to end.
  var abortPatience: Duration = .seconds(60)
}
