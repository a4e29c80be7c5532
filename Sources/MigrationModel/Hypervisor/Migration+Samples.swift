import EventKernel
import Quantities

/// What a kept trace holds besides the events, so that the run can be drawn: stretches of sending,
/// each noted at its end with its beginning's nanoseconds, and levels.
extension Migration {
  /// One slice, followed page by page.
  mutating func sampleSlice() {
    kernel.trace.sample("slice", at: kernel.now, value: thread.slice.start.nanoseconds)
    sampleLevels()
  }

  /// Slices that were sent at once.
  mutating func sampleStretch(from start: Instant) {
    kernel.trace.sample("stretch", at: kernel.now, value: start.nanoseconds)
    sampleLevels()
  }

  mutating func sampleLevels() {
    guard kernel.trace.keepsEntries else { return }
    kernel.trace.sample("pages-left", at: kernel.now, value: memory.pending)
    kernel.trace.sample("send-buffer", at: kernel.now, value: Int64(socket.level))
  }

  mutating func sampleBandwidth() {
    let bandwidth = Int64(thread.window.bytesPerMillisecond * 8000)
    kernel.trace.sample("bandwidth", at: kernel.now, value: bandwidth)
  }
}
