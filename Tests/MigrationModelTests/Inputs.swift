import EventKernel
import MigrationModel
import Quantities

/// Inputs that tests start from.
enum Inputs {
  /// Hosts that add nothing, so that closed forms are not blurred.
  static let ideal = HostConstants(
    normalPageScan: .microseconds(1), zeroPageScan: .nanoseconds(500), preparation: .zero,
    stop: .zero, load: .zero, resume: .zero, deviceState: .zero, segmentCost: ByteCount(2304),
    sendBufferMax: ByteCount(4 << 20), receiveBufferMax: ByteCount(64 << 20),
    receiveWindowShare: .percent(50), rateLimitSlack: .zero, turnaround: .zero, wakeUp: .zero,
    background: Background(
      pages: PageCount(0), time: .seconds(1), loadPages: PageCount(0), loadTime: .seconds(1)))

  static func guest(
    _ memory: ByteCount, touched: ByteCount? = nil, _ workload: [any WritePattern] = []
  ) -> Guest {
    Guest(memory: memory, touched: touched ?? memory, workload: workload)
  }

  static func path(
    _ megabits: Int64, rtt: Span = .microseconds(100),
    control: any CongestionControl = Cubic(), bottleneck: Bottleneck = .source
  ) -> Path {
    Path(
      bandwidth: .bitsPerSecond(megabits * 1_000_000), measuredAt: .tc, roundTrip: rtt,
      bottleneck: bottleneck, congestionControl: control)
  }

  static func settings(
    limit: Span = .milliseconds(300), cap: DataRate? = nil, timeout: Span? = nil,
    hypervisor: any Hypervisor = QEMU100()
  ) -> MigrationSettings {
    MigrationSettings(
      hypervisor: hypervisor, manager: Libvirt(), downtimeLimit: limit, bandwidthCap: cap,
      timeout: timeout)
  }

  static func input(
    _ guest: Guest, _ path: Path, _ settings: MigrationSettings = settings(),
    hosts: HostConstants = ideal, offsets: Int = 1
  ) -> MigrationInput {
    MigrationInput(guest: guest, path: path, settings: settings, hosts: hosts, offsets: offsets)
  }

  /// An ordinary scenario drawn from a seed; two in five have a load too fast for their path.
  static func random(seed: UInt64) -> MigrationInput {
    var random = RandomStream(seed: seed, component: "scenario")
    func between(_ low: Int64, _ high: Int64) -> Int64 {
      low + Int64(random.below(UInt64(high - low + 1)))
    }
    let mebi: Int64 = 1 << 20
    let memory = between(64, 4096) * mebi
    let touched = memory * between(10, 100) / 100
    let megabits = [10, 20, 37, 100, 300, 938][Int(random.below(6))]
    let rate = DataRate(count: Int64(megabits) * 1_000_000 * between(1, 120) / 100)
    let set = PageCount(touched / 4096 * between(5, 95) / 100)
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
          workingSet: set, curve: .power(pages: Double(between(10, 20_000)), exponent: 0.67))
      }
    let workload: [any WritePattern] = random.below(4) == 0 ? [IdleGuest()] : [IdleGuest(), load]
    var hosts = ideal
    hosts.preparation = .milliseconds(between(0, 500))
    hosts.deviceState = ByteCount(between(0, 500_000))
    hosts.stop = .milliseconds(between(0, 20))
    hosts.load = .milliseconds(between(0, 50))
    hosts.resume = .milliseconds(between(0, 20))
    hosts.wakeUp = .microseconds(between(0, 3000))
    hosts.turnaround = .microseconds(between(0, 600))
    hosts.background = Background(
      pages: PageCount(between(0, 500)), time: .milliseconds(between(100, 3000)),
      loadPages: PageCount(between(0, 100)), loadTime: .milliseconds(20))
    let control: any CongestionControl = random.below(2) == 0 ? Cubic() : BBR()
    let rtt = Span.microseconds([50, 724, 10_000, 37_000, 100_000][Int(random.below(5))])
    var way = path(
      Int64(megabits), rtt: rtt, control: control,
      bottleneck: random.below(2) == 0 ? .source : .router)
    if random.below(3) == 0 { way.overlay = .vxlan }
    return input(
      guest(ByteCount(memory), touched: ByteCount(touched), workload), way,
      settings(
        limit: .milliseconds([50, 100, 300, 1000][Int(random.below(4))]),
        hypervisor: random.below(2) == 0 ? QEMU72() : QEMU100()),
      hosts: hosts)
  }
}
