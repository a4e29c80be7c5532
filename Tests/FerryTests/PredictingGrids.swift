import Foundation
import Records
import Testing

/// `ferry predict --grid`: the table that people draw by hand.
@Suite struct PredictingGrids {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
    try folder.write(Example.diverging, to: "diverging.yaml")
  }

  private func predict(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(["predict", "-q"] + arguments, in: folder)
  }

  private let bandwidths = "path.bandwidth=100Mbit/s,1Gbit/s"

  @Test func twoAxesAreDownAndAcross() throws {
    let result = try predict(
      "diverging.yaml", "--grid", bandwidths, "--grid", "migration.downtime-limit=100ms,300ms,1s")
    #expect(result.code == 0)
    let lines = result.output.lines
    #expect(lines.count == 5)
    #expect(lines[0] == "too fast a writer")
    #expect(lines[1] == "  down path.bandwidth, across migration.downtime-limit")
    #expect(lines[2].split(separator: " ").suffix(3) == ["100ms", "300ms", "1s"])
    #expect(lines[3].split(separator: " ") == ["100Mbit/s", "-", "-", "-"])
    #expect(lines[4].hasPrefix("  1Gbit/s "))
    #expect(!lines[4].contains("-"))
  }

  @Test func cellsAreWhatEachPointAloneWouldBe() throws {
    let grid = try predict("small.yaml", "--grid", bandwidths, "--format", "jsonl")
    let records = try grid.output.lines.map { try JSONValue(parsing: String($0)) }
    #expect(records.count == 2)
    for (record, bandwidth) in zip(records, ["100Mbit/s", "1Gbit/s"]) {
      let alone = try predict("small.yaml", "--bandwidth", bandwidth, "--format", "json")
      let expected = try JSONValue(parsing: alone.output)
      #expect(record["digest"] == expected["digest"])
      #expect(record["time_elapsed"] == expected["time_elapsed"])
      #expect(record["run"] == .string("small path.bandwidth=\(bandwidth)"))
    }
  }

  /// Where there are two clocks, the grid shows the one that the table calls total time.
  @Test func aGridShowsTheTablesTotalTime() throws {
    let proxmox = ["small.yaml", "--set", "migration.manager=proxmox"]
    let grid = try FerryCommand.run(
      ["predict", "-q"] + proxmox + ["--grid", "path.rtt=1 ms"], in: folder)
    let table = try FerryCommand.run(["predict", "-q"] + proxmox, in: folder)
    let row = try #require(table.output.lines.first { $0.hasPrefix("  total time") })
    let time = row.dropFirst("  total time".count).split(separator: "  ")[0]
      .drop { $0 == " " }
    #expect(grid.output.lines.last?.contains("  \(time)  ") == true, "\(time): \(grid.output)")
  }

  @Test func oneAxisIsAList() throws {
    let result = try predict("diverging.yaml", "--grid", bandwidths)
    let lines = result.output.lines
    #expect(lines.count == 4)
    #expect(lines[1].contains("path.bandwidth  total time  downtime"))
    #expect(lines[2].split(separator: " ") == ["100Mbit/s", "-", "-"])
  }

  @Test func tablesForProgramsHaveTheValuesAsColumns() throws {
    let result = try predict("small.yaml", "--grid", bandwidths, "--format", "csv")
    let lines = result.output.split(separator: "\r\n")
    #expect(lines.count == 3)
    #expect(lines[0].contains("path.bandwidth [Mbit/s]"))
  }

  /// A key that the file lacks may come from the grid, and stdin is read once for all points.
  @Test func theGridMayGiveWhatTheFileLacks() throws {
    let result = try FerryCommand.run(
      ["predict", "-q", "-", "--grid", bandwidths], in: folder,
      input: "vm: {memory: 1 GiB}\npath: {rtt: 1 ms}\nrun: {offsets: 1}\n")
    #expect(result.code == 0)
    #expect(result.output.lines.count == 4)
  }

  @Test(arguments: [
    ("path.bandwidth=100,1Gbit/s", "error: --grid path.bandwidth: \"100\" has no unit: "),
    ("path.bandwith=1Gbit/s", "error: --grid path.bandwith: unknown key; did you mean bandwidth?"),
    ("path.bandwidth=", "error: --grid path.bandwidth: has no value"),
    ("migration.downtime-limit=0.5ms,1s", "is not in whole milliseconds"),
  ])
  func aWrongValueIs65AndNamesItsFlagOnce(axis: String, words: String) throws {
    let result = try predict("small.yaml", "--grid", axis, "--grid", "path.rtt=1ms,2ms")
    #expect(result.code == 65)
    #expect(result.output == "")
    #expect(result.errors.lines.count == 1)
    #expect(result.errors.contains(words), "\(result.errors)")
  }
}
