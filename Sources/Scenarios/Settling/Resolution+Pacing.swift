import MigrationModel
import Quantities

extension Resolution {
  /// What a part says of its processor, held against its pacing and the guest.
  mutating func checkPacing(_ part: Settled) {
    guard let written = part["cpu"], let cpu = written.share else { return }
    if part["pacing"]?.word == "cpu-bound", cpu < .one {
      contradict(
        "\"\(excerpt(written.text))\" is less than a cpu-bound part takes, all of a vCPU; leave "
          + "cpu out, or pace it otherwise", written)
    }
    let most = Share.one.count * Int64(vcpus)
    if cpu.count > most {
      contradict(
        "\"\(excerpt(written.text))\" is more than the guest has: vm.vcpus is \(vcpus)", written)
    }
  }

  /// The pattern with what any writing part may add to it.
  func paced(_ pattern: any WritePattern, as part: Settled) -> any WritePattern {
    var pattern = pattern
    let kind = part["pacing"]?.word.flatMap(Pacing.Kind.init(rawValue:)) ?? .catchUp
    if kind != .catchUp || part["cpu"] != nil {
      let needs: Share =
        part["cpu"]?.share
        ?? (kind == .cpuBound ? .one : Pacing.need(ofWritesAt: pattern.nominalRate))
      pattern = PacedWrites(pattern, pacing: Pacing(kind, needs: needs))
    }
    if let zero = part["zero"]?.share, zero > .zero {
      pattern = ZeroingWrites(pattern, zero: zero)
    }
    return pattern
  }
}
