import Foundation
import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// The published lab's scenarios, and the article that holds their predictions against its figures.
@Suite struct PublishedLab {
  private static let folder = "\(Fixture.scenarios)/published"
  private static let article = Fixture.package.appending(
    path: "Sources/MigrationModel/MigrationModel.docc/ThePublishedLab.md")

  /// The published times of an idle guest.
  private static let published = (lan: Span.milliseconds(12_547), wan: Span.seconds(531))

  private static var names: [String] {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (files ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
  }

  private func scenario(_ name: String) throws -> Scenario {
    try Scenario(contentsOf: "\(Self.folder)/\(name).yaml")
  }

  @Test func everyFileIsRight() throws {
    #expect(Self.names.count == 23)
    for name in Self.names {
      let scenario = try Scenario(contentsOf: "\(Self.folder)/\(name)")
      #expect(scenario.name.hasPrefix("published lab: "))
    }
  }

  private func time(_ input: MigrationInput) throws -> Double {
    try #require(predict(input).byTime.totalTime).seconds
  }

  /// The value between two, in steps, at which a time that rises with it is the given one.
  private func solve(
    _ low: Double, _ high: Double, for time: Span, _ predicted: (Double) throws -> Double
  ) rethrows -> Double {
    var (low, high) = (low, high)
    for _ in 0..<24 {
      let middle = (low + high) / 2
      if try predicted(middle) < time.seconds { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Touched MiB with which an idle guest takes so long; nil where all of its memory is too little.
  private func touchedNeeded(_ name: String, for time: Span) throws -> Double? {
    let input = try scenario(name).input
    func predicted(_ mebibytes: Double) throws -> Double {
      try self.time(input.touching(ByteCount(Int64(mebibytes * 1_048_576))))
    }
    guard try predicted(2048) > time.seconds else { return nil }
    return try solve(100, 2048, for: time, predicted)
  }

  /// The goodput in Mbit/s with which it takes so long.
  private func goodputNeeded(_ name: String, touched: Double, for time: Span) throws -> Double {
    var input = try scenario(name).input.touching(ByteCount(Int64(touched * 1_048_576)))
    let nominal = Double(input.path.bandwidth.count) / 1e6
    let slowness = try solve(1, 3, for: time) { slowness in
      input.path.bandwidth = DataRate(count: Int64(nominal / slowness * 1e6))
      return try self.time(input)
    }
    return nominal / slowness
  }

  private func one(_ value: Double, _ digits: Int = 1) -> String {
    String(format: "%.\(digits)f", value)
  }

  /// What 1 Gbit/s tells of the touched memory, and what 37 Mbit/s would need with it.
  private func idleLines() throws -> [String] {
    let touched = try #require(try touchedNeeded("idle-lan", for: Self.published.lan))
    var lines = ["| idle, 1 Gbit/s | 12.547 s | yes, with \(one(touched, 0)) MiB touched |"]
    #expect(try touchedNeeded("idle-wan", for: Self.published.wan) == nil)
    let wan = try scenario("idle-wan").input
    let whole = try time(wan.touching(ByteCount(2 << 30)))
    let same = try time(wan.touching(ByteCount(Int64(touched * 1_048_576))))
    lines.append(
      "| idle, 37 Mbit/s | 531 s | no: \(one(same, 0)) s with these, \(one(whole, 0)) s with all |")
    for (touched, words) in [(touched, "these"), (2048, "all of them")] {
      let goodput = try goodputNeeded("idle-wan", touched: touched, for: Self.published.wan)
      let share = goodput / 37 * 100
      lines.append(
        "| \(words): \(one(touched, 0)) MiB | \(one(goodput)) Mbit/s | \(one(share, 0)) % | "
          + "\(one(goodput * 36.784 / 8, 0)) kB |")
    }
    return lines
  }

  /// The pause and what clocks show of it.
  private func pauseLines() throws -> [String] {
    try ["idle-lan", "idle-lan-vxlan", "idle-wan", "idle-wan-vxlan"].map { name in
      let record = try scenario(name).predict()
      let total = Double(try #require(record.timeElapsed)) / 1000
      let (pause, clock) = (try #require(record.pause), try #require(record.pauseGuestClock))
      let qemu = try #require(record.qemuDowntime)
      return "| \(name) | \(one(total)) s | \(pause) ms | \(qemu) ms | \(clock) ms | 0 ms |"
    }
  }

  /// How long the loads take, and over how much that is spread.
  private func loadLines() throws -> [String] {
    try ["cpu-25", "cpu-100", "ram-25", "ram-50", "ram-80", "ram-100"].flatMap { load in
      try ["lan", "wan"].map { link in
        let prediction = predict(try scenario("\(load)-\(link)").input)
        let name = "| \(load)-\(link) |"
        guard prediction.byTime.totalTime != nil else {
          let ended = prediction.reports.filter { $0.outcome == .completed }.count
          return "\(name) does not end | ends at \(ended) of 9 |"
        }
        let times = prediction.reports.compactMap { $0.totalTime?.seconds }
        let middle = try #require(prediction.byTime.totalTime).seconds
        let (least, most) = (try #require(times.min()), try #require(times.max()))
        return "\(name) \(one(middle)) s | \(one(least)) to \(one(most)) s |"
      }
    }
  }

  /// The runs captured over the published path: medians of three, and their predictions.
  private func capturedLines() throws -> [String] {
    let file = "\(Fixture.package.path(percentEncoded: false))/Notebooks-data/two-gib/records.jsonl"
    let data = try #require(FileManager.default.contents(atPath: file))
    let records = try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Record.self, from: Data($0))
    }
    return try ["two-gib-001", "two-gib-002"].map { name in
      let runs = records.filter { $0.run.hasPrefix(name) }
      #expect(runs.count == 3)
      func middle(_ values: [Int64?]) throws -> Int64 {
        try #require(values.compactMap(\.self).sorted().dropFirst().first)
      }
      let predicted = try runs.map { run in
        var node = ScenarioNode(json: run.scenario)
        try node.set("hosts", to: "{profile: lab-d}")
        return try Scenario(node, file: "\(Fixture.scenarios)/x.yaml").predict()
      }
      let kind = name.hasSuffix("1") ? "idle" : "writer"
      let cells = try [\Record.timeElapsed, \.pause].map { path in
        "\(try middle(runs.map { $0[keyPath: path] })) ms | "
          + "\(try middle(predicted.map { $0[keyPath: path] })) ms"
      }
      return "| \(kind) | \(cells.joined(separator: " | ")) |"
    }
  }

  @Test func theArticlesFiguresAreThePredictions() throws {
    let text = try String(contentsOf: Self.article, encoding: .utf8)
    for line in try idleLines() + pauseLines() + loadLines() + capturedLines() {
      #expect(text.contains(line), "not in the article: \(line)")
    }
  }

  /// One touched memory can't explain both links, unless the slower one let through no more than
  /// this share of its bandwidth. Beside it: even all of the memory takes less than 531 s.
  @Test func oneTouchedMemoryDoesNotExplainBothLinks() throws {
    let touched = try #require(try touchedNeeded("idle-lan", for: Self.published.lan))
    let needed = try goodputNeeded("idle-wan", touched: touched, for: Self.published.wan)
    #expect(needed < 37 * 0.6)
    #expect(try goodputNeeded("idle-wan", touched: 2048, for: Self.published.wan) < 37 * 0.9)
  }

  @Test func theOverlayCostsItsHeaders() throws {
    for link in ["lan", "wan"] {
      let without = try time(scenario("idle-\(link)").input)
      let with = try time(scenario("idle-\(link)-vxlan").input)
      #expect(abs(with / without - 1.035) < 0.01)
    }
  }

  /// Memory × disk × what becomes of storage × overlay × link: every cell completes, and costs what
  /// it has more to send.
  @Test func thePlannedMatrixIsPredictedWhole() throws {
    let modes = [
      ["migration.copy-storage-all=false", "vm.disks.vda.storage=shared"], [],
      ["migration.copy-storage-all=false", "migration.copy-storage-inc=true"],
      ["migration.copy-storage-all=false", "migration.method=two-step"],
    ]
    let links = [[], ["path.bandwidth=37 Mbit/s", "path.rtt=36.784 ms"]]
    var cells = 0
    for link in links {
      for overlay in ["none", "vxlan"] {
        for mode in modes {
          var times: [[Double]] = []
          for memory in [2, 4, 8] {
            times.append(
              try [10, 20, 50].map { disk in
                var node = try ScenarioNode(contentsOf: "\(Self.folder)/matrix.yaml")
                let sets =
                  ["vm.memory=\(memory) GiB", "vm.disks.vda.size=\(disk) GiB"] + mode + link
                for set in sets + ["path.overlay=\(overlay)"] { try node.set(set) }
                cells += 1
                return try time(Scenario(node, file: "\(Self.folder)/matrix.yaml").input)
              })
          }
          // More memory or disk never takes less.
          for row in times { #expect(row == row.sorted()) }
          for column in 0..<3 {
            let down = times.map { $0[column] }
            #expect(down == down.sorted())
          }
        }
      }
    }
    #expect(cells == 144)
  }
}
