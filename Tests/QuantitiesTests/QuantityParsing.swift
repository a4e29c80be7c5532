import Quantities
import Testing

@Suite struct QuantityParsing {
  @Test(arguments: [
    ("36.784 ms", 36_784_000), ("0.1ms", 100_000), ("5 min", 300_000_000_000), ("0", 0),
    (" 2 s ", 2_000_000_000),
    ("1.0000000004 s", 1_000_000_000), ("1.0000000005 s", 1_000_000_001),
  ])
  func timesAreReadToTheNanosecond(text: String, nanoseconds: Int64) throws {
    #expect(try Span(parsing: text) == .nanoseconds(nanoseconds))
  }

  @Test func bitsAndBytesAreToldApart() throws {
    #expect(try DataRate(parsing: "37 Mbit/s").count == 37_000_000)
    #expect(try DataRate(parsing: "5MiB/s").count == 5 * 8 * 1_048_576)
    #expect(try ByteCount(parsing: "1 kB").count == 1000)
    #expect(try ByteCount(parsing: "1.5 KiB").count == 1536)
  }

  @Test(arguments: [
    "", " ", "40", "ms", "-1 ms", "1e3 ms", "1_000 ms", ".5 ms", "1. ms", "1.2.3 ms", "40 parsecs",
    "nan ms",
    "99999999999999999999 ms", "9223372036854775807 h", "1 ms ms", "٣ ms",
  ])
  func anythingElseIsRefused(text: String) {
    #expect(throws: QuantityError.self) { try Span(parsing: text) }
  }

  @Test func aMissingUnitNamesTheUnitsThereAre() {
    let error = #expect(throws: QuantityError.self) { try Span(parsing: "40") }
    #expect(error?.description == "\"40\" has no unit: write one of ms, s, us, µs, ns, min, h")
  }

  @Test func aNearUnitIsSuggested() throws {
    let error = #expect(throws: QuantityError.self) { try DataRate(parsing: "37 Mbps") }
    #expect(error?.description.contains("did you mean Mbit/s?") == true)
  }

  @Test(arguments: [
    (Span.nanoseconds(36_784_000), "36.78 ms"), (.milliseconds(12_547), "12.55 s"),
    (.seconds(531), "8 min 51 s"),
    (.zero, "0 ns"), (.milliseconds(300), "300 ms"), (.seconds(7260), "2 h 1 min"),
    (.nanoseconds(999_999), "1000 us"),
  ])
  func timesPrintForPeople(span: Span, text: String) {
    #expect(span.description == text)
  }

  @Test func sizesAndRatesPrintForPeople() throws {
    #expect(ByteCount(2 << 30).description == "2 GiB")
    #expect(try ByteCount(parsing: "92908 KiB").description == "90.73 MiB")
    #expect(DataRate.bitsPerSecond(37_000_000).description == "37 Mbit/s")
    #expect(try Share(parsing: "12.5 %").description == "12.5 %")
  }
}
