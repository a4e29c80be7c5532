import Foundation
import Records
import Testing

/// `expect:` in a scenario, and `--check`, which makes it the exit code.
@Suite struct Promising {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "plain.yaml")
    let kept = "expect: {downtime: 30 s, time-elapsed: 10 min, outcome: completed}\n"
    try folder.write(Example.yaml + kept, to: "kept.yaml")
    try folder.write(Example.yaml + "expect: {downtime: 1 ms}\n", to: "broken.yaml")
    try folder.write(
      Example.diverging + "expect: {time-elapsed: 1 h, outcome: completed}\n", to: "endless.yaml")
    try folder.write(Example.wrong, to: "wrong.yaml")
  }

  private func predict(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(["predict"] + arguments, in: folder)
  }

  private func promises(_ file: String) throws -> [JSONValue] {
    let result = try predict(file, "--format", "json")
    #expect(result.code == 0)
    return try #require(try JSONValue(parsing: result.output)["promises"]).members
  }

  @Test func theRecordSaysWhichPromiseHolds() throws {
    let kept = try promises("kept.yaml")
    #expect(
      kept.map { $0["promise"]?.string } == ["downtime", "time-elapsed", "outcome"])
    #expect(kept.allSatisfy { $0["held"] == .bool(true) })
    #expect(kept[0]["expected"] == .string("30 s"))
    #expect(kept[0]["predicted"]?.integer != nil)
    #expect(kept[2]["predicted"] == .string("completed"))
    let broken = try promises("broken.yaml")
    #expect(broken.map { $0["held"] } == [.bool(false)])
    #expect(try promises("plain.yaml").isEmpty)
  }

  @Test func whatNeverEndsKeepsNoPromiseOfTime() throws {
    let promises = try promises("endless.yaml")
    #expect(promises.map { $0["held"] } == [.bool(false), .bool(false)])
    #expect(promises[0]["predicted"] == .null)
  }

  /// The prediction holds it, its interval's upper end does not.
  @Test func anIntervalThatReachesBeyondIsSaid() throws {
    let plain = try JSONValue(
      parsing: try predict("plain.yaml", "--format", "json").output)
    let predicted = try #require(plain["downtime"]?.integer)
    let setting = "expect.downtime=\(predicted + 1) ms"
    let result = try predict("plain.yaml", "--check", "--set", setting)
    #expect(result.code == 0)
    #expect(
      result.output.contains("expected      downtime at most \(predicted + 1) ms: held, but "))
  }

  @Test func onlyTheCheckMakesItTheExitCode() throws {
    #expect(try predict("broken.yaml").code == 0)
    let result = try predict("broken.yaml", "--check")
    #expect(result.code == 1)
    #expect(result.output.contains("\n  expected      downtime at most 1 ms: not held\n"))
    #expect(result.errors == "error: broken: downtime at most 1 ms: not held\n")
    #expect(try predict("kept.yaml", "--check").code == 0)
  }

  @Test func oneOfSeveralIsEnough() throws {
    #expect(try predict("kept.yaml", "broken.yaml", "--check").code == 1)
    #expect(try predict("broken.yaml", "kept.yaml", "--check", "--format", "json").code == 1)
    // A file that is wrong can't be checked at all.
    #expect(try predict("broken.yaml", "wrong.yaml", "--check").code == 65)
  }

  @Test func aCheckOfNothingSaysSo() throws {
    let result = try predict("plain.yaml", "--check")
    #expect(result.code == 0)
    #expect(result.errors == "note: plain: expects nothing, so there is nothing to check\n")
  }

  @Test func gridsAreCheckedToo() throws {
    let rates = "path.bandwidth=100 Mbit/s,1 Gbit/s"
    #expect(try predict("broken.yaml", "-q", "--check", "--grid", rates).code == 1)
    #expect(try predict("kept.yaml", "-q", "--check", "--grid", rates).code == 0)
  }
}
