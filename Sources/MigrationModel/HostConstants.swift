import Quantities

/// What a pair of hosts adds to a migration, beyond what the scenario says of guest and path.
public struct HostConstants: Sendable, Equatable {
  /// Migration thread's time for a page that is sent.
  public var normalPageScan: Span
  /// Migration thread's time for a page that proves all zero.
  public var zeroPageScan: Span
  /// From libvirt's Begin to QEMU's start of the stream, beside the round trips.
  public var preparation: Span
  /// Stopping the vCPUs, flushing the disks, and libvirt's answer to PRE_SWITCHOVER.
  public var stop: Span
  /// Destination's loading of the device state.
  public var load: Span
  /// libvirt's Finish and `cont`, beside the round trips.
  public var resume: Span
  /// Device state and its JSON description, sent with the vCPUs stopped.
  public var deviceState: ByteCount
  /// What the kernel charges to the send buffer for one segment (`skb->truesize`).
  public var segmentCost: ByteCount
  /// `net.ipv4.tcp_wmem`, its maximum.
  public var sendBufferMax: ByteCount
  /// `net.ipv4.tcp_rmem`, its maximum, and how much of it is window.
  public var receiveBufferMax: ByteCount
  public var receiveWindowShare: Share
  /// How much a rate-limited window of 100 ms overshoots (timer slack).
  public var rateLimitSlack: Span
  /// How much longer than the path's own round trip one takes through both hosts, for a few
  /// segments; it counts where a window of so many is all that TCP allows.
  public var turnaround: Span
  /// How late a thread runs on average after what it waited for has come.
  public var wakeUp: Span
  /// Share of the path's goodput that the stream really gets; one TCP connection may get less than
  /// the tool that measured the path.
  public var goodputShare: Share
  /// Zero pages of a display adapter's memory, a block that follows the guest's own in the stream.
  public var videoMemory: ByteCount
  /// What the guest's own system writes: `{pattern: idle}`.
  public var background: Background
  /// What runs the guest's instructions, and with it the log of written pages.
  public var accelerator: Accelerator

  public enum Accelerator: String, Sendable, CaseIterable {
    case kvm, tcg
  }

  public init(
    normalPageScan: Span, zeroPageScan: Span, preparation: Span, stop: Span, load: Span,
    resume: Span,
    deviceState: ByteCount, segmentCost: ByteCount, sendBufferMax: ByteCount,
    receiveBufferMax: ByteCount, receiveWindowShare: Share, rateLimitSlack: Span, turnaround: Span,
    wakeUp: Span, goodputShare: Share = .one,
    videoMemory: ByteCount = .zero, background: Background,
    accelerator: Accelerator = .kvm
  ) {
    self.normalPageScan = normalPageScan
    self.zeroPageScan = zeroPageScan
    self.preparation = preparation
    self.stop = stop
    self.load = load
    self.resume = resume
    self.deviceState = deviceState
    self.segmentCost = segmentCost
    self.sendBufferMax = sendBufferMax
    self.receiveBufferMax = receiveBufferMax
    self.receiveWindowShare = receiveWindowShare
    self.rateLimitSlack = rateLimitSlack
    self.turnaround = turnaround
    self.wakeUp = wakeUp
    self.goodputShare = goodputShare
    self.videoMemory = videoMemory
    self.background = background
    self.accelerator = accelerator
  }
}
