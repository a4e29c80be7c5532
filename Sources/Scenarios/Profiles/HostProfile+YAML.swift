import MigrationModel
import Quantities

extension HostProfile {
  /// The profile as a file of its own: what it took from the one that it is based on is written
  /// out, and comment lines stand at the top.
  ///
  /// Nothing is rounded (see ``rounded``), and the order is the description's; so the text reads
  /// back to an equal profile wherever every detail is this profile's own, and the same profile
  /// gives the same bytes. Names and texts must be what a file may hold: no control characters,
  /// names of at most 200 bytes, texts of at most 4096.
  public func yaml(header: [String] = []) -> String {
    var page = ProfilePage()
    for line in header { page.comment(line) }
    page.add("profile", YAMLText.scalar(name))
    page.add(fittedFrom)
    for group in ["host", "guest"] {
      let constants = ProfileConstant.all.filter { $0.group == group }
      page.section(group) { page in
        for constant in constants {
          guard let detail = details.first(where: { $0.path == constant.path }) else { continue }
          // A quoted count would be no number.
          let value = constant.unit == .pages ? detail.text : YAMLText.scalar(detail.text)
          page.add(constant.name, value, detail.provenance) { constant.text(ofError: $0) }
        }
        let accelerator = self.constants.accelerator
        if group == "host", accelerator != .kvm { page.add("accelerator", accelerator.rawValue) }
      }
    }
    page.section("workloads") { page in
      for workload in workloads { page.add(workload) }
    }
    page.section("residuals") { page in
      page.add(residuals)
      page.add(correlation)
    }
    return page.text
  }
}

/// The lines of a profile's file.
private struct ProfilePage {
  private(set) var text = ""
  private var indent = ""

  mutating func comment(_ line: String) {
    for part in line.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let plain = part.unicodeScalars.filter { !YAMLText.mustEscape($0) }
      text += plain.isEmpty ? "#\n" : "# \(String(String.UnicodeScalarView(plain)))\n"
    }
  }

  mutating func add(_ key: String, _ value: String) { text += "\(indent)\(key): \(value)\n" }

  /// Lines below a key; without any, the key isn't written either.
  mutating func section(_ key: String, _ body: (inout ProfilePage) -> Void) {
    let before = text
    text += "\(indent)\(key):\n"
    let start = text.utf8.count
    let outer = indent
    indent += "  "
    body(&self)
    indent = outer
    if text.utf8.count == start { text = before }
  }

  mutating func add(
    _ key: String, _ value: String, _ provenance: Provenance, error inWords: (Double) -> String
  ) {
    guard provenance != Provenance() else { return add(key, value) }
    var fields = ["value: \(value)"]
    if let error = provenance.error { fields.append("error: \(inWords(error))") }
    if let origin = provenance.origin { fields.append("origin: \(origin.rawValue)") }
    if let meaning = provenance.meaning {
      fields.append("meaning: \(YAMLText.scalar(meaning))")
    }
    if let reference = provenance.reference {
      fields.append("reference: \(YAMLText.scalar(reference))")
    }
    add(key, "{\(fields.joined(separator: ", "))}")
  }

  mutating func add(_ fittedFrom: FittedFrom?) {
    guard let fittedFrom else { return }
    section("fitted-from") { page in
      if let records = fittedFrom.records { page.add("records", String(records)) }
      if let digest = fittedFrom.digest { page.add("digest", YAMLText.scalar(digest)) }
      page.section("range") { page in
        let range = fittedFrom.range
        page.add("vm.memory", range.memory, \.exactText)
        page.add("path.rtt", range.roundTrip, \.exactText)
        page.add("path.bandwidth", range.bandwidth, \.exactText)
      }
      if let note = fittedFrom.note { page.add("note", YAMLText.scalar(note)) }
    }
  }

  private mutating func add<Amount: Quantity>(
    _ key: String, _ range: ClosedRange<Amount>?, _ text: (Amount) -> String
  ) {
    guard let range else { return }
    add(key, "[\(text(range.lowerBound)), \(text(range.upperBound))]")
  }

  mutating func add(_ workload: WorkloadProfile) {
    section(YAMLText.scalar(workload.name)) { page in
      if let touched = workload.touched {
        page.section("touched") { page in
          page.add("base", touched.base.value.exactText, touched.base.provenance) {
            ByteCount(Int64($0.rounded())).exactText
          }
          page.add("share", touched.share.value.exactText, touched.share.provenance) {
            Share(count: Int64(($0 * 1e9).rounded())).exactText
          }
          page.add("spread", touched.spread.exactText)
        }
      }
      page.add("pattern", "curve")
      switch workload.curve {
      case .power(let pages, let exponent):
        for (key, number) in [("pages", pages), ("exponent", exponent)] {
          page.add(key, NumberText.bare(number.value), number.provenance, error: NumberText.bare)
        }
      case .points(let points):
        let pairs = points.map { "[\($0.after.exactText), \(NumberText.bare($0.pages))]" }
        page.add("points", "[\(pairs.joined(separator: ", "))]")
      }
      page.add(workload.fittedFrom)
      if let residuals = workload.residuals {
        page.section("residuals") { $0.add(residuals) }
      }
    }
  }

  mutating func add(_ residuals: HostProfile.Residuals) {
    add("time_elapsed", residuals.timeElapsed.exactText)
    add("downtime", residuals.downtime.exactText)
  }

  mutating func add(_ correlation: Correlation?) {
    guard let correlation else { return }
    section("correlation") { page in
      page.section("of") { page in
        for name in correlation.names { page.text += "\(page.indent)- \(YAMLText.scalar(name))\n" }
      }
      page.section("rows") { page in
        for row in correlation.rows {
          let numbers = row.map(NumberText.bare).joined(separator: ", ")
          page.text += "\(page.indent)- [\(numbers)]\n"
        }
      }
    }
  }
}
