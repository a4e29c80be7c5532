import Foundation
import Glibc

/// A link's delay: frames read from one TAP device are written to another when they are due, in
/// both directions.
///
/// For kernels without netem. Each direction has one thread, which writes what is due, reads what
/// has come, and sleeps until either happens, so nothing needs a lock.
public struct Relay: Sendable {
  /// Holds 32 MiB of frames in each direction: more than Linux's default TCP buffers send at once.
  static let capacity = 32 << 20
  /// Frames taken before looking again for one that is due.
  static let batch = 16

  private let ends: [Int32]
  private let delay: SharedDelay

  /// Attaches to two TAP devices of this network namespace.
  ///
  /// `delayFile` holds eight bytes, the delay in nanoseconds; it is read anew for each frame.
  public init(devices: [String], delayFile: String) throws {
    precondition(devices.count == 2)
    ends = try devices.map(TapDevice.open)
    delay = try SharedDelay(file: delayFile)
  }

  /// Relays until the process ends.
  public func run() async {
    await withTaskGroup { group in
      for (from, to) in [(ends[0], ends[1]), (ends[1], ends[0])] {
        group.addTask { await Thread.running { relay(from: from, to: to) } }
      }
    }
  }

  private func relay(from: Int32, to: Int32) {
    runAtRealTimePriority()
    let queue = FrameQueue(capacity: Relay.capacity)
    let scratch = UnsafeMutableRawPointer.allocate(
      byteCount: FrameQueue.largestFrame, alignment: 16)
    defer { scratch.deallocate() }
    var now = monotonicNanoseconds()
    while true {
      while let frame = queue.first, frame.due <= now {
        // A device that is down refuses; a link that is down loses.
        _ = write(to, frame.bytes, frame.count)
        queue.removeFirst()
      }
      waitUntilReadable(from, or: queue.first?.due)
      now = monotonicNanoseconds()
      for _ in 0..<Relay.batch {
        let room = queue.room()
        let count = read(from, room ?? scratch, FrameQueue.largestFrame)
        guard count > 0 else { break }
        if room != nil { queue.append(count: count, due: now + delay.nanoseconds) }
      }
      now = monotonicNanoseconds()
    }
  }

  /// Other programs' work would make frames late; where this is refused, they are sometimes.
  private func runAtRealTimePriority() {
    var parameters = sched_param()
    parameters.sched_priority = 50
    let code = pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters)
    guard code != 0 else { return }
    LabLog.write("relay without real-time priority: \(String(cString: strerror(code)))")
  }

  private func waitUntilReadable(_ handle: Int32, or due: UInt64?) {
    var readable = fd_set()
    withUnsafeMutableBytes(of: &readable) { $0[Int(handle) / 8] |= 1 << (UInt8(handle) % 8) }
    guard let due else {
      pselect(handle + 1, &readable, nil, nil, nil, nil)
      return
    }
    let now = monotonicNanoseconds()
    let rest = due > now ? due - now : 0
    var span = timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
    pselect(handle + 1, &readable, nil, nil, &span, nil)
  }

  private func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// A delay that another process may change: eight bytes of a file, mapped.
struct SharedDelay: @unchecked Sendable {
  // Written by pwrite of eight aligned bytes, which a mapping sees whole.
  private let address: UnsafeMutableRawPointer

  init(file: String) throws {
    let handle = open(file, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw RunnerProblem.ofSystem("can't open \(file)") }
    defer { close(handle) }
    guard let address = mmap(nil, 8, PROT_READ, MAP_SHARED, handle, 0), address != MAP_FAILED
    else { throw RunnerProblem.ofSystem("can't map \(file)") }
    self.address = address
  }

  var nanoseconds: UInt64 { address.load(as: UInt64.self) }

  /// Changes it in place, for whoever has mapped the file.
  static func set(_ nanoseconds: UInt64, in file: String) throws {
    let handle = open(file, O_WRONLY | O_CLOEXEC)
    guard handle >= 0 else { throw RunnerProblem.ofSystem("can't open \(file)") }
    defer { close(handle) }
    let count = withUnsafeBytes(of: nanoseconds) { pwrite(handle, $0.baseAddress, $0.count, 0) }
    guard count == 8 else { throw RunnerProblem.ofSystem("can't write \(file)") }
  }
}

/// A TAP device: whole Ethernet frames (Linux, Documentation/networking/tuntap.rst).
enum TapDevice {
  /// Opens one of this network namespace, for reads that don't wait.
  static func open(_ name: String) throws -> Int32 {
    let handle = Glibc.open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard handle >= 0 else { throw RunnerProblem.ofSystem("can't open /dev/net/tun") }
    // struct ifreq: a name of 16 bytes, then the flags.
    var request = [UInt8](repeating: 0, count: 40)
    request.replaceSubrange(0..<name.utf8.count, with: name.utf8)
    let (tap, withoutPacketInformation): (UInt16, UInt16) = (0x0002, 0x1000)
    withUnsafeBytes(of: tap | withoutPacketInformation) {
      request.replaceSubrange(16..<18, with: $0)
    }
    let setInterface: UInt = 0x4004_54CA  // TUNSETIFF
    guard ioctl(handle, setInterface, &request) == 0 else {
      throw RunnerProblem.ofSystem("can't attach to the TAP device \(name)")
    }
    return handle
  }
}
