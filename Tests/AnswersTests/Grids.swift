import Answers
import Testing

/// What `--grid` takes.
@Suite struct Grids {
  @Test func theLastAxisChangesFastest() throws {
    let grid = try Grid(["path.rtt=1 ms, 2 ms", "migration.downtime-limit=300ms,1s"])
    let points = grid.points.map { $0.map { "\($0.path)=\($0.text)" } }
    #expect(
      points == [
        ["path.rtt=1 ms", "migration.downtime-limit=300ms"],
        ["path.rtt=1 ms", "migration.downtime-limit=1s"],
        ["path.rtt=2 ms", "migration.downtime-limit=300ms"],
        ["path.rtt=2 ms", "migration.downtime-limit=1s"],
      ])
  }

  @Test func commasInsideAValueStay() throws {
    let grid = try Grid(["workload=[{pattern: idle}, {rate: 1 MiB/s}],[],\"a,b\""])
    #expect(
      grid.axes.first?.values == ["[{pattern: idle}, {rate: 1 MiB/s}]", "[]", "\"a,b\""])
  }

  @Test(arguments: [
    (["path.rtt"], "write key=values"), (["=1"], "write key=values"),
    (["a=1", "a=2"], "is given twice"),
  ])
  func whatIsNoAxisIsSaid(axes: [String], words: String) throws {
    let problem = #expect(throws: Grid.Problem.self) { try Grid(axes) }
    #expect(try #require(problem).description.contains(words))
  }

  @Test func aSweepIsNoTable() {
    let values = (0..<101).map(String.init).joined(separator: ",")
    #expect(throws: Grid.Problem.self) { try Grid(["a=\(values)", "b=\(values)"]) }
  }
}
