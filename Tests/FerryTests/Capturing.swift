import Foundation
import Records
import Testing

/// Plans are checked and looked at in every build.
@Suite struct Capturing {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "base.yaml")
    try folder.write(
      """
      scenario: base.yaml
      vary: {path.overlay: [none, vxlan], migration.p2p: [false, true]}
      cycles: 2

      """, to: "plan.yaml")
  }

  @Test func aDryRunShowsWhatWouldBeRun() throws {
    let result = try FerryCommand.run(["capture", "plan.yaml", "--dry-run"], in: folder)
    #expect(result.code == 0)
    #expect(result.errors == "")
    #expect(result.output.lines.first == "plan")
    #expect(result.output.lines.dropFirst().first == "run         overlay    p2p  cycle  migration")
    #expect(result.output.lines.count == 12)
    #expect(result.output.contains("8 runs, about "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func aDryRunIsThereForProgramsToo() throws {
    let result = try FerryCommand.run(
      ["capture", "plan.yaml", "--dry-run", "--format", "json", "--limit", "2"], in: folder)
    let report = try JSONValue(parsing: result.output)
    #expect(report.keys == ["digest", "expected_ms", "plan", "runs"])
    let runs = try #require(report["runs"]).members
    #expect(runs.count == 2)
    #expect(runs[0]["run"] == .string("plan-001-1"))
    #expect(runs[0]["varied"]?["path.overlay"] == .string("none"))
    #expect(try #require(runs[0]["time_elapsed"]?.integer) > 1000)
    // Both are predicted, peer-to-peer's opening of the connection in it.
    #expect(try #require(runs[1]["time_elapsed"]?.integer) > 1000)
  }

  @Test func aWrongPlanIs65WithFileLineAndWord() throws {
    try folder.write("scenario: base.yaml\nvary: {path.rtt: [1, 2 ms]}\ncycle: 3\n", to: "bad.yaml")
    let result = try FerryCommand.run(["capture", "bad.yaml", "--dry-run"], in: folder)
    #expect(result.code == 65)
    #expect(result.output == "")
    #expect(result.errors.lines.count == 2)
    #expect(result.errors.contains("error: bad.yaml:2:19: path.rtt: \"1\" has no unit"))
    #expect(result.errors.contains("error: bad.yaml:3:1: cycle: unknown key; did you mean cycles?"))
  }

  @Test func aPlanThatIsNotThereIs66() throws {
    let result = try FerryCommand.run(["capture", "nowhere.yaml", "--dry-run"], in: folder)
    #expect(result.code == 66)
    #expect(result.errors == "error: nowhere.yaml: cannot be read: no such file\n")
  }

  #if !Libvirt
    @Test func withoutLibvirtItSaysHowToBuildWithIt() throws {
      let result = try FerryCommand.run(["capture", "plan.yaml", "-o", "data"], in: folder)
      #expect(result.code == 69)
      #expect(result.output == "")
      #expect(result.errors.contains("swift build -c release --traits Libvirt"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/data"))
    }
  #endif
}
