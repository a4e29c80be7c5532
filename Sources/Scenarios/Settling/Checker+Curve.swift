import MigrationModel
import Quantities

extension Settled {
  /// A curve's points, where it has them.
  var curvePoints: [CurveWrites.Point]? {
    self["points"]?.list?.compactMap { pair in
      guard let pair = pair?.list, pair.count == 2, let after = pair[0]?.time,
        let pages = pair[1]?.number
      else { return nil }
      return CurveWrites.Point(after: after, pages: pages)
    }
  }

  /// A dirty curve, by either of its forms.
  var curve: CurveWrites.Curve? {
    if let points = curvePoints { return .points(points) }
    guard let pages = self["pages"]?.number, let exponent = self["exponent"]?.number else {
      return nil
    }
    return .power(pages: pages, exponent: exponent)
  }
}

extension Checker {
  /// What a dirty curve's keys say together, in a scenario or in a profile.
  mutating func checkCurve(_ part: Settled) {
    let points = part["points"]
    let power = part["pages"] ?? part["exponent"]
    if points != nil, let power {
      add("a curve is either pages with exponent, or points; not both", power)
    }
    let failed = problems.contains { $0.path.hasPrefix("\(part.path).") }
    if points == nil, !failed, part["pages"] == nil || part["exponent"] == nil {
      add("a curve needs pages and exponent, or points", part)
    }
    guard let points, let list = points.list else { return }
    if list.isEmpty { add("has no point", points) }
    var before: (time: Span, pages: Double) = (.zero, 0)
    for pair in list {
      guard let pair, let members = pair.list, members.count == 2, let time = members[0]?.time,
        let pages = members[1]?.number
      else { continue }
      if time <= before.time {
        add("the times must increase from one point to the next, from above 0", pair)
        return
      }
      if pages < before.pages {
        add("the pages can't become fewer from one point to the next", pair)
        return
      }
      before = (time, pages)
    }
  }
}
