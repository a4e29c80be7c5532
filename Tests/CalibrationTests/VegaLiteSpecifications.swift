import Foundation
import Records
import Testing

@testable import Calibration

/// The specifications beside a page, as far as they can be checked without Vega-Lite's own schema.
@Suite struct VegaLiteSpecifications {
  static func specifications() throws -> [VegaLite] {
    try ComparedRuns.page(of: ComparedRuns.campaign(), by: "path.rtt").specifications
  }

  @Test func thereIsOneForEachPlot() throws {
    #expect(
      try Self.specifications().map(\.name)
        == ["predicted-vs-measured", "errors-by-run", "errors-by-path", "coverage"])
  }

  @Test func theirTextsAreJSONOfVersion5() throws {
    for specification in try Self.specifications() {
      let text = try specification.text()
      let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
      #expect(value["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json")
      #expect(text.hasSuffix("}\n"))
    }
  }

  @Test func everyRunIsInTheDataOnceAQuantity() throws {
    for specification in try Self.specifications() where specification.name != "coverage" {
      #expect(specification.data.count == 24)
    }
  }

  /// A field that the data lack is drawn as nothing, and nobody is told.
  @Test func theyNameOnlyFieldsThatTheirDataHave() throws {
    for specification in try Self.specifications() {
      let fields = Self.fields(in: .array(specification.plots))
      #expect(fields.count > 3)
      let known = Set(specification.data.flatMap(Self.keys)).union(["both_ms"])
      #expect(fields.isSubset(of: known), "\(specification.name)")
    }
  }

  @Test func theirLayersHaveMarksAndTypedChannels() throws {
    let channels: Set<String> = ["x", "y", "x2", "color", "shape"]
    for specification in try Self.specifications() {
      for plot in specification.plots {
        let layers = try #require(plot["layer"]).members
        #expect(!layers.isEmpty)
        for layer in layers {
          #expect(
            ["point", "rule", "line"].contains(try #require(layer["mark"]?["type"])),
            "\(specification.name)")
          let encoding = try #require(layer["encoding"])
          #expect(Set(Self.keys(encoding)).isSubset(of: channels))
          for channel in Self.keys(encoding) where channel != "x2" {
            let type = try #require(encoding[channel]?["type"])
            #expect([.string("quantitative"), .string("nominal")].contains(type))
          }
        }
      }
    }
  }

  private static func keys(_ value: JSONValue) -> [String] {
    if case .object(let members) = value { members.keys.sorted() } else { [] }
  }

  private static func fields(in value: JSONValue) -> Set<String> {
    switch value {
    case .object(let members):
      return members.reduce(into: []) { found, member in
        if member.key == "field", case .string(let name) = member.value {
          found.insert(name)
        } else if member.key != "data" {
          found.formUnion(fields(in: member.value))
        }
      }
    case .array(let values): return values.reduce(into: []) { $0.formUnion(fields(in: $1)) }
    default: return []
    }
  }
}

extension JSONValue {
  fileprivate var members: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }
}
