import EventKernel
import MigrationModel
import Quantities
import Testing

/// A blocked writer makes the windows take a few bandwidths only.
@Suite struct DiscreteWindows {
  /// Bandwidths in MB/s of the windows of a 512 MiB guest over 37 Mbit/s, as QEMU publishes them.
  private func bandwidths(_ control: any CongestionControl, rtt: Span) -> [Double] {
    let load = UniformWrites(workingSet: PageCount(16_384), rate: DataRate(count: 8 << 20))
    let guest = Inputs.guest(
      ByteCount(512 << 20), touched: ByteCount(147_040 << 10), [IdleGuest(), load])
    let input = Inputs.input(
      guest, Inputs.path(37, rtt: rtt, control: control), Inputs.settings(), offsets: 9)
    let windows = predict(input, keepsTrace: true).reports.flatMap(\.trace.entries)
      .filter { $0.what == "window" }
    // What a window gives is its bandwidth times 300 ms. The connection's first fills the buffer.
    return windows.map { Double($0.value) / 0.3 / 1e6 }.filter { $0 < 8 }
  }

  @Test func overAShortPathTheyAreHalvesAndWholesOfARefill() {
    let windows = bandwidths(BBR(), rtt: .microseconds(100))
    #expect(windows.count > 100)
    // Published: 2.6 and 5.2 MB/s where the path carries 4.42.
    let low = windows.filter { abs($0 - 2.6) < 0.15 }.count
    let high = windows.filter { abs($0 - 5.2) < 0.35 }.count
    #expect(low > windows.count / 20, "\(low) of \(windows.count)")
    #expect(high > windows.count / 4, "\(high) of \(windows.count)")
    // Hardly any shows the path's own rate.
    let plain = windows.filter { abs($0 - 4.42) < 0.15 }.count
    #expect(plain < high)
  }
}
