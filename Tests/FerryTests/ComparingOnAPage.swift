import Foundation
import Records
import Testing

/// `ferry compare -o`: the page and what lies beside it.
@Suite struct ComparingOnAPage {
  let folder: Folder

  init() throws {
    folder = try Folder()
    let records = try [("near", "1 ms"), ("far", "20 ms")].map {
      try RecordFile.line(Comparing.captured($0, rtt: $1, in: folder))
    }
    try folder.write(records.joined(separator: "\n"), to: "records.jsonl")
  }

  private func compare(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(["compare", "records.jsonl"] + arguments, in: folder)
  }

  static let names = ["coverage", "errors-by-path", "errors-by-run", "predicted-vs-measured"]

  @Test func thePageAndItsSpecificationsAreWrittenBesideTheTable() throws {
    let bare = try compare("--format", "json")
    let result = try compare("--format", "json", "-o", "my page.html")
    #expect(result.code == 0)
    #expect(result.output == bare.output)
    #expect(result.errors == "note: my page.html, and 4 Vega-Lite specifications beside it\n")
    #expect(try folder.text("my page.html").hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    for name in Self.names {
      let value = try JSONValue(parsing: folder.text("my page.\(name).vl.json"))
      #expect(value.keys == ["$schema", "config", "data", "hconcat", "title"])
    }
    #expect(try compare("-q", "-o", "quiet.html").errors == "")
  }

  /// In two processes, whose hashing differs; and nothing in it tells when it was made.
  @Test func theSameRecordsGiveTheSameBytes() throws {
    for name in ["one", "other"] { #expect(try compare("-o", "\(name).html").code == 0) }
    #expect(try folder.text("one.html") == folder.text("other.html"))
    for name in Self.names {
      #expect(
        try folder.text("one.\(name).vl.json") == folder.text("other.\(name).vl.json"))
    }
  }

  @Test func anEarlierPageIsReplaced() throws {
    try folder.write("an older page", to: "page.html")
    #expect(try compare("-o", "page.html").code == 0)
    #expect(!(try folder.text("page.html")).contains("an older page"))
  }

  @Test func recordsAreNoPlaceForAPage() throws {
    let records = try folder.text("records.jsonl")
    for name in ["records.jsonl", ".html", "folder/.html", ""] {
      let result = try compare("-o", name)
      #expect(result.code == 64, "\(name)")
      #expect(result.errors.contains("a page's name ends in .html"))
    }
    #expect(try folder.text("records.jsonl") == records)
  }

  @Test func aPageThatCanNotBeWrittenIs74AndTheTableIsThere() throws {
    let result = try compare("-o", "nowhere/page.html")
    #expect(result.code == 74)
    #expect(result.errors.hasPrefix("error: nowhere/page.html: can't be written: "))
    #expect(result.output.contains("outcome right in 2 of 2 runs"))
  }
}
