import EventKernel
import MigrationModel
import Quantities

extension Inputs {
  /// A guest of 64 to 256 MiB and a path of 20 to 300 Mbit/s, drawn from a seed, under a load of up
  /// to the path's own rate.
  static func small(seed: UInt64) -> MigrationInput {
    var random = RandomStream(seed: seed, component: "small workload")
    func between(_ low: Int64, _ high: Int64) -> Int64 {
      low + Int64(random.below(UInt64(high - low + 1)))
    }
    let memory = between(64, 256) << 20
    let touched = memory * between(40, 100) / 100
    let bandwidth = DataRate.bitsPerSecond(between(20, 300) * 1_000_000)
    let rate = DataRate(count: bandwidth.count * between(5, 100) / 100)
    let set = PageCount(touched / 4096 * between(5, 90) / 100)
    let load: any WritePattern =
      switch random.below(4) {
      case 0: UniformWrites(workingSet: set, rate: rate)
      case 1: SequentialWrites(workingSet: set, rate: rate)
      case 2:
        HotColdWrites(
          workingSet: set, rate: rate, hotFraction: .percent(between(1, 50)),
          hotShare: .percent(between(50, 99)))
      default:
        CurveWrites(
          workingSet: set,
          curve: .power(pages: rate.bytesPerSecond / 4096 * 0.7, exponent: 0.67))
      }
    let workload: [any WritePattern] = random.below(8) == 0 ? [IdleGuest()] : [IdleGuest(), load]
    var hosts = ideal
    hosts.deviceState = ByteCount(150_000)
    hosts.wakeUp = .microseconds(200)
    hosts.background = Background(
      pages: PageCount(300), time: .seconds(1), loadPages: PageCount(30),
      loadTime: .milliseconds(20))
    hosts.accelerator = random.below(2) == 0 ? .kvm : .tcg
    var path = Inputs.path(
      bandwidth.count / 1_000_000,
      rtt: .microseconds([100, 724, 10_000, 37_000][Int(random.below(4))]),
      bottleneck: random.below(2) == 0 ? .source : .router)
    path.measuredAt = .goodput
    return input(
      guest(ByteCount(memory), touched: ByteCount(touched), workload), path,
      settings(
        limit: .milliseconds([100, 300, 1000][Int(random.below(3))]),
        hypervisor: random.below(2) == 0 ? QEMU72() : QEMU100()),
      hosts: hosts, offsets: 9)
  }
}
