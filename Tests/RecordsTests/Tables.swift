import Testing

@testable import Records

/// Tables as every reader of CSV takes them.
@Suite struct Tables {
  private func csv(_ text: String) -> String {
    Table(
      "t", "", key: ["a"], columns: [Table.Column("a", .string)], rows: [["a": Table.Cell(text)]]
    ) { _ in nil }.csv
  }

  @Test func quotesStandWhereTheyAreNeededOnly() {
    #expect(csv("plain; text 'so'") == "a\r\nplain; text 'so'\r\n")
    #expect(csv("a,b") == "a\r\n\"a,b\"\r\n")
    #expect(csv("say \"x\"") == "a\r\n\"say \"\"x\"\"\"\r\n")
    #expect(csv("two\nlines") == "a\r\n\"two\nlines\"\r\n")
    #expect(csv("cr\rhere") == "a\r\n\"cr\rhere\"\r\n")
    #expect(csv(" blank ") == "a\r\n\" blank \"\r\n")
    #expect(csv("nul\u{0}") == "a\r\n\"nul\u{FFFD}\"\r\n")
  }

  @Test func columnsFollowTheFixedOnesByTheAlphabetAndListsByNumber() {
    let names = ["w.10.x", "w.2.x", "b", "a.b", "a"]
    let row = Dictionary(uniqueKeysWithValues: names.map { ($0, Table.Cell(1)) })
    let table = Table(
      "t", "", key: ["k"], columns: [Table.Column("k", .string)], rows: [row]
    ) { _ in nil }
    #expect(table.columns.map(\.name) == ["k", "a", "a.b", "b", "w.2.x", "w.10.x"])
    #expect(table.rows == [[nil] + Array(repeating: Table.Cell(1), count: 5)])
  }

  @Test func aColumnIsAsWideAsItsValues() {
    func type(_ cells: Table.Cell...) -> Table.ValueType? {
      Table("t", "", key: [], columns: [], rows: cells.map { ["x": $0] }) { _ in nil }
        .columns.first?.type
    }
    #expect(type(Table.Cell(1), Table.Cell(2)) == .integer)
    #expect(type(Table.Cell(1), Table.Cell("0.5", .number)) == .number)
    #expect(type(Table.Cell(1), Table.Cell("one")) == .string)
    #expect(type(Table.Cell("true", .boolean), Table.Cell(1)) == .string)
  }

  @Test func samplesAreFlatAndKeyedByRun() {
    var record = Record(kind: .captured, run: "a", scenario: .null, outcome: "completed")
    record.samples = .array([
      .object(["time_elapsed": .integer(5), "deep": .object(["x": .number(0.5)])]), .integer(7),
    ])
    let table = Table.samples([record], named: ["a"])
    #expect(table.columns.map(\.name) == ["run", "sample", "deep.x", "time_elapsed", "value"])
    #expect(table.csv == "run,sample,deep.x,time_elapsed,value\r\na,1,0.5,5,\r\na,2,,,7\r\n")
    #expect(table.columns[3].unit == "ms")
  }
}
