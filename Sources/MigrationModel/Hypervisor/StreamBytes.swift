/// Bytes on the wire, by what they are; they add up to all that was sent.
public struct StreamBytes: Equatable, Sendable {
  public var setup: Int64 = 0
  public var normalPages: Int64 = 0
  public var zeroPages: Int64 = 0
  public var sections: Int64 = 0
  public var names: Int64 = 0
  public var deviceState: Int64 = 0

  public var total: Int64 {
    setup + normalPages * StreamFormat.normalPage + zeroPages * StreamFormat.zeroPage
      + sections * StreamFormat.section + names + deviceState
  }

  /// RAM's own part: what `ram.transferred` of QEMU 7.2 counts.
  public var ofRAM: Int64 {
    normalPages * StreamFormat.normalPage + zeroPages * StreamFormat.zeroPage
      + sections * StreamFormat.sectionInRAM + names
  }
}
