import Foundation
import LibvirtRunner
import Records
import Scenarios

/// A small plan, folders that go with their test, and a session that captures nothing real.
enum CampaignFixture {
  static let yaml = """
    name: little plan
    scenario:
      vm: {memory: 256 MiB, touched: 64 MiB}
      path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
      run: {offsets: 1}
    vary: {path.rtt: [1 ms, 10 ms, 100 ms]}
    cycles: 2

    """

  static func plan(_ yaml: String = yaml) throws -> CapturePlan {
    let node = try ScenarioNode(yaml: yaml, file: "p.yaml")
    let file = try CaptureFile(
      node, file: "p.yaml", abilities: .ofTheRunner, profiles: ProfileLibrary(usesFiles: false))
    return CapturePlan(file, from: "p.yaml")
  }

  static func record(_ run: String, outcome: String = "completed") -> Record {
    var record = Record(kind: .captured, run: run, scenario: .object([:]), outcome: outcome)
    if outcome == "failed" { record.reason = "the link was cut" }
    return record
  }
}

/// A folder of one test, which goes with it.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("\(NSTemporaryDirectory())/ferry-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var records: String { "\(path)/records.jsonl" }
  func text() throws -> String { try String(contentsOfFile: records, encoding: .utf8) }
}
