import MigrationModel
import Quantities

extension Resolution {
  mutating func overlay(of path: Settled) -> Overlay? {
    guard let written = path["overlay"], let innerMTU = path["inner-mtu"] else { return nil }
    let names = written.list?.map { $0?.word } ?? (written.word == "none" ? [] : [written.word])
    let layers = names.compactMap { $0.flatMap(Overlay.encapsulation(named:)) }
    guard layers.count == names.count else { return nil }
    if written.list != nil, layers.isEmpty { contradict("has no member; write none", written) }
    if let frames = layers.dropLast().first(where: { $0.frame != nil }) {
      contradict(
        "\(frames.name) takes what TCP itself sends, so it must come last, innermost", written)
    }
    if innerMTU.count != nil, layers.isEmpty {
      contradict("is the MTU inside an overlay, and there is none", innerMTU)
    }
    if innerMTU.count != nil, let frames = layers.last, frames.frame != nil {
      contradict(
        "makes no difference to \(frames.name), whose frames hold 64 KiB; leave it out", innerMTU)
    }
    return Overlay(layers, innerMTU: innerMTU.count.map { ByteCount($0) })
  }

  mutating func checkPayload(of path: Path, _ written: Settled) {
    guard let mtu = written["mtu"] else { return }
    let overlay = path.overlay
    let carriage = path.carriage
    if let given = written["inner-mtu"], let most = carriage.packets.map(\.bytes).max(),
      most > 65_535
    {
      contradict(
        "\(given.text) makes packets of \(most) bytes, and none has more than 65535", given)
    }
    guard carriage.segment < 100 else { return }
    let inside = overlay.isNone ? "" : " inside \(overlay.name)"
    let culprit = overlay.innerMTU == nil ? mtu : written["inner-mtu"] ?? mtu
    contradict(
      "\(culprit.text) leaves \(max(0, carriage.segment)) B of payload a packet\(inside); 100 at "
        + "least make sense", culprit)
  }
}

extension Path {
  /// What an inner MTU that was set by hand does.
  var notesOnInnerMTU: [String] {
    guard let given = overlay.innerMTU?.count else { return [] }
    var byItself = self
    byItself.overlay.innerMTU = nil
    let usual = byItself.carriage
    let what = "path.inner-mtu is \(given), where \(overlay.name) sets \(usual.innerMTU) by itself"
    let share = percent(carriage)
    switch carriage.fate {
    case .fragmented:
      let count = carriage.packets.reduce(0) { $0 + $1.count }
      return [
        "\(what): routers cut its packets, whose DF is clear, so each full segment goes as "
          + "\(count) packets, \(share) % of the line is payload instead of \(percent(usual)), and "
          + "losing any of them loses the segment"
      ]
    case .lost:
      return [
        "\(what): routers may not cut its packets (DF, or IPv6), so full segments vanish unless "
          + "ICMP's too-big messages come back, by which TCP would find the right size; a black "
          + "hole is predicted"
      ]
    case .whole where carriage.innerMTU < usual.innerMTU:
      return ["\(what): \(share) % of the line is payload instead of \(percent(usual))"]
    case .whole: return []
    }
  }

  private func percent(_ carriage: Carriage) -> String {
    let share = Double(carriage.payload) / carriage.bytes(at: .wire, of: self)
    return Decimals.text(share * 100, places: 2)
  }
}
