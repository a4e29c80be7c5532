import Foundation
import Testing

@testable import Records

/// What is written can be read again, and is written the same way again.
@Suite struct RoundTrips {
  @Test(arguments: UInt64(0)..<300)
  func anyRecordComesBackAsItWas(seed: UInt64) throws {
    let record = RandomRecords.record(seed: seed)
    let line = try RecordFile.line(record)
    #expect(!line.contains("\n"))
    let again = try RecordFile.records(in: Data(line.utf8), named: "r.jsonl")
    #expect(again == [record])
    #expect(try RecordFile.line(again[0]) == line)
    let pretty = try RecordFile.pretty(record)
    #expect(try RecordFile.records(in: Data(pretty.utf8), named: "r.json") == [record])
  }

  @Test func manyRecordsComeBackInTheirOrder() throws {
    let records = (UInt64(0)..<40).map(RandomRecords.record)
    let lines = try records.map { try RecordFile.line($0) }.joined(separator: "\n") + "\n"
    #expect(try RecordFile.records(in: Data(lines.utf8), named: "r.jsonl") == records)
    let list = try RecordFile.pretty(records)
    #expect(try RecordFile.records(in: Data(list.utf8), named: "r.json") == records)
  }

  @Test func keysAreInTheAlphabetsOrder() throws {
    var record = Record(
      kind: .captured, run: "a/b", scenario: .object(["z": .null, "a": .bool(true)]),
      outcome: "completed")
    record.timeElapsed = 8401
    record.others["disk_total"] = .integer(0)
    #expect(
      try RecordFile.line(record) == """
        {"disk_total":0,"kind":"captured","outcome":"completed","reason":null,"record":1,\
        "run":"a/b","scenario":{"a":true,"z":null},"time_elapsed":8401}
        """)
  }

  @Test func aPredictionNamesWhatItDoesNotKnow() throws {
    var record = Record(kind: .predicted, run: "p", scenario: .null, outcome: "not-converged")
    record.prediction = PredictionDetails(
      seed: 1, replication: 1, digest: "00", level: 0.9, timeElapsedInterval: nil,
      downtimeInterval: nil, downtimeParts: nil, path: [:], notes: [], effective: [])
    let line = try RecordFile.line(record)
    for key in ["time_elapsed", "downtime", "pause_ns", "time_elapsed_interval", "setup_time"] {
      #expect(line.contains("\"\(key)\":null"))
    }
  }

  /// libvirt's fields without a name here, and a capture's own use of a prediction's names.
  @Test func unknownFieldsOfACaptureAreKept() throws {
    let line = """
      {"compression_pages":7,"digest":"theirs","kind":"captured","outcome":"aborted",\
      "reason":null,"record":1,"run":"x","scenario":{},"wholly_new":{"a":[1,2.5,"b"]}}
      """
    let records = try RecordFile.records(in: Data(line.utf8), named: "r.jsonl")
    #expect(records.first?.others["digest"] == .string("theirs"))
    #expect(try RecordFile.line(records[0]) == line)
  }
}
