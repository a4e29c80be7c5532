import Testing

@testable import Scenarios

/// The description itself: what is wrong in it would be wrong everywhere.
@Suite struct Description {
  static func walk(_ keys: [Key], _ path: String, _ visit: (String, Key) -> Void) {
    for key in keys {
      visit("\(path)\(key.name)", key)
      walk(key.kind, "\(path)\(key.name).", visit)
    }
  }

  static func walk(_ kind: ValueKind, _ path: String, _ visit: (String, Key) -> Void) {
    switch kind {
    case .mapping(let keys): walk(keys, path, visit)
    case .list(let member, _): walk(member, path, visit)
    case .later(let kind, _): walk(kind, path, visit)
    case .oneOf(let kinds): for kind in kinds { walk(kind, path, visit) }
    case .part(let forms):
      for form in forms.patterns + forms.keyed { walk(form.keys, "\(path)\(form.name).", visit) }
    default: break
    }
  }

  @Test(arguments: ["scenario", "profile"])
  func everyKeyIsDocumentedAndItsDefaultIsRight(format: String) {
    let keys = format == "scenario" ? ScenarioFormat.keys : ProfileFormat.keys
    var count = 0
    Self.walk(keys, "") { path, key in
      count += 1
      #expect(key.doc.hasSuffix("."), "\(path)")
      #expect(key.name == key.name.lowercased())
      guard case .fallback(let value) = key.need else { return }
      if case .mapping = key.kind { return }
      var checker = Checker(file: nil)
      #expect(checker.settle(value, as: key.kind, at: path) != nil, "\(path)")
      #expect(checker.problems.isEmpty, "\(path)")
    }
    #expect(count > 50)
  }

  @Test(arguments: [
    ("rrt", "rtt"), ("RTT", "rtt"), ("workingSet", "working-set"), ("hot_share", "hot-share"),
    ("bandwith", "bandwidth"), ("colour", nil), ("x", nil), ("", nil), ("timeouts", "timeout"),
  ])
  func theNearestWordIsMeant(word: String, meant: String?) {
    let known = ["rtt", "working-set", "hot-share", "bandwidth", "timeout", "mtu"]
    #expect(Suggestion.nearest(to: word, among: known) == meant)
  }

  @Test func aSwapCountsAsOneSlip() {
    #expect(Suggestion.distance(Array("rtt".unicodeScalars), Array("trt".unicodeScalars)) == 1)
    #expect(Suggestion.distance(Array("abc".unicodeScalars), Array("".unicodeScalars)) == 3)
    #expect(Suggestion.distance(Array("abcd".unicodeScalars), Array("axd".unicodeScalars)) == 2)
  }
}
