import EventKernel
import Quantities

/// The mirrors of all disks that are copied, each with a connection of its own, as libvirt starts
/// them: all at once, and memory waits until every one is READY (`qemuMigrationSrcNBDStorageCopy`).
struct StorageMirrors: Sendable {
  private(set) var mirrors: [DiskMirror]
  private(set) var now: Instant
  /// Whether memory's stream runs beside them and takes its share.
  var besidesStream = false
  /// Whether the guest has stopped and all is copied.
  private(set) var haveEnded = false

  /// Nil where nothing is copied.
  init?(input: MigrationInput, at now: Instant) {
    guard let copy = input.settings.storage else { return nil }
    mirrors = input.guest.disks.filter(copy.copies).map { disk in
      DiskMirror(
        disk, copy, work: input.guest.diskWork, cap: input.settings.bandwidthCap,
        roundTrip: input.path.roundTrip, bandwidth: input.path.bandwidth)
    }
    guard !mirrors.isEmpty else { return nil }
    self.now = now
  }

  var areReady: Bool { mirrors.allSatisfy { $0.stage == .ready } }

  /// Bytes a second that each mirror gets: connections share evenly, as TCP's do, and what one
  /// can't use is the others'.
  func rates(on link: Link) -> [Double] {
    let wishes = mirrors.map { min($0.wish, link.rateAlone) }
    var order = mirrors.indices.filter { wishes[$0] > 0 }
    order.sort { (wishes[$0], $0) < (wishes[$1], $1) }
    var others = order.count + (besidesStream ? 1 : 0)
    var left = min(link.capacityLeft, link.rateAlone * Double(max(1, others)))
    left -= min(left / 2, synchronousTraffic(on: link))
    var rates = mirrors.map { _ in 0.0 }
    for index in order {
      rates[index] = min(left / Double(others), wishes[index])
      left -= rates[index]
      others -= 1
    }
    return rates
  }

  /// What they take of the path beside memory's stream, in bytes a second.
  func traffic(on link: Link) -> Double {
    rates(on: link).reduce(synchronousTraffic(on: link), +)
  }

  private func synchronousTraffic(on link: Link) -> Double {
    mirrors.reduce(0) { $0 + $1.synchronousTraffic(rate: link.capacityLeft) }
  }

  /// Lets time pass, stage by stage, on a path that stays as it is.
  mutating func advance(to instant: Instant, on link: Link) {
    guard !haveEnded else { return }
    while now < instant { step(to: instant, on: link) }
  }

  /// Ends stages that take no time any more.
  mutating func endStagesDue(on link: Link) {
    while let index = mirrors.indices.first(where: { index in
      (mirrors[index].timeLeft(rate: rates(on: link)[index]) ?? .infinity) < 1e-9
    }) {
      mirrors[index].endStage()
    }
  }

  /// Until a mirror that fell behind has copied what is dirty, if any has.
  func timeToCatchUp(on link: Link) -> Span? {
    zip(mirrors, rates(on: link)).compactMap { $0.timeToCatchUp(rate: $1) }.min()
      .map { Span(rounding: $0) + .milliseconds(1) }
  }

  /// To the end of the next stage, or as far as that; false where no stage ends any more.
  @discardableResult
  private mutating func step(to limit: Instant, on link: Link) -> Bool {
    let rates = rates(on: link)
    let ends = mirrors.indices.map { mirrors[$0].timeLeft(rate: rates[$0]) ?? .infinity }
    let next = ends.indices.min { (ends[$0], $0) < (ends[$1], $1) } ?? 0
    let left = limit == .never ? .infinity : (limit - now).seconds
    let isEnd = ends[next] < .infinity && ends[next] <= left
    guard isEnd || limit < .never else { return false }
    let seconds = isEnd ? ends[next] : left
    for index in mirrors.indices { mirrors[index].advance(by: seconds, rate: rates[index]) }
    if isEnd { mirrors[next].endStage() }
    now = isEnd ? min(limit, now + Span(rounding: seconds)) : limit
    return true
  }

  /// When all are READY if the path stays as it is, or why they never are.
  func outlook(on link: Link) -> Outlook {
    var ahead = self
    while !ahead.areReady {
      guard ahead.step(to: .never, on: link) else {
        let rates = ahead.rates(on: link)
        let stuck = ahead.mirrors.indices.first { ahead.mirrors[$0].stage != .ready } ?? 0
        return .never(ahead.mirrors[stuck].reason(rate: max(1, rates[stuck])))
      }
    }
    return .ready(ahead.now)
  }

  enum Outlook: Equatable, Sendable {
    case ready(Instant)
    case never(String)
  }

  /// The guest is stopped: what is left is copied, and the mirrors end. In bytes and round trips.
  mutating func end(rate: Double) -> (bytes: Double, roundTrips: Double) {
    let bytes = mirrors.reduce(0) { $0 + $1.bytesToDrain(rate: rate) }
    let trips = mirrors.map { MirrorLaw.toEnd(ofWriter: !$0.writes.areNone) }.max() ?? 0
    for index in mirrors.indices { mirrors[index].drain(rate: rate) }
    haveEnded = true
    return (bytes, trips)
  }

  mutating func stopWrites() {
    for index in mirrors.indices { mirrors[index].stopWrites() }
  }

  mutating func turnSynchronous() {
    for index in mirrors.indices { mirrors[index].turnSynchronous() }
  }

  var report: StorageReport {
    StorageReport(
      total: ByteCount(
        Int64(mirrors.reduce(0) { $0 + max($1.copied, $1.data) + $1.holes }.rounded(.up))),
      copied: ByteCount(Int64(mirrors.reduce(0) { $0 + $1.copied }.rounded())),
      areComplete: mirrors.allSatisfy(\.isComplete))
  }
}
