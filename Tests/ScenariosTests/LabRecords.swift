import Records
import Foundation
import Scenarios
import Testing

/// The measured records' scenarios, where the folder with the measurements is there.
@Suite struct LabRecords {
  struct Row: Decodable {
    let run: String
    let scenario: JSONValue
  }

  static func rows(_ file: String) throws -> [Row] {
    guard let data = FileManager.default.contents(atPath: "\(Fixture.measurements)/\(file)")
    else {
      print("skipped: no measurements beside the package")
      return []
    }
    return try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Row.self, from: Data($0))
    }
  }

  @Test(arguments: [
    "lab.jsonl", "storage.jsonl", "gigabit-precopy.jsonl", "gigabit-methods.jsonl",
  ])
  func everyScenarioResolvesOrNamesWhatIsMissing(file: String) throws {
    let library = ProfileLibrary()
    for row in try Self.rows(file) {
      let node = ScenarioNode(json: row.scenario)
      do throws(ScenarioProblems) {
        let scenario = try Scenario(
          node, file: "\(Fixture.scenarios)/\(row.run).yaml", profiles: library)
        #expect(scenario.json == row.scenario)
        // One of the sets has its workload in another profile than its hosts'.
        // The storage runs' guests are smaller than any that their hosts were fitted on.
        let expected = [
          "workload sysbench-cpu-1core is from", "extrapolated: vm.memory 256 MiB is beyond",
          "synchronous writes to vda take",
        ]
        let notes = scenario.notes.filter { note in !expected.contains { note.hasPrefix($0) } }
        #expect(notes.isEmpty, "\(row.run): \(notes)")
      } catch {
        // Some name profiles that are not ours.
        let rest = error.problems.filter { !$0.isUnsupported && $0.path != "hosts.profile" }
        #expect(rest.isEmpty, "\(row.run): \(error)")
      }
    }
  }

  @Test func theSkippedRowsSayWhy() throws {
    let library = ProfileLibrary()
    var reasons: [String: String] = [:]
    let rows = try Self.rows("lab.jsonl")
    for row in rows {
      do throws(ScenarioProblems) {
        _ = try Scenario(
          ScenarioNode(json: row.scenario), file: "\(Fixture.scenarios)/x.yaml",
          profiles: library)
      } catch {
        reasons[row.run] = error.unsupportedReason
      }
    }
    guard !rows.isEmpty else { return }
    print(reasons.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
    #expect(reasons["L18"] == "compressed: not supported yet")
    #expect(reasons.count < 12)
  }
}
