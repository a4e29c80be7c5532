import Foundation
import Scenarios
import Testing

/// What is made from the description must be as the description is now.
@Suite struct GeneratedTexts {
  /// FERRY_UPDATE=1 swift test --filter GeneratedTexts writes the files anew.
  @Test(arguments: ["scenario", "profile", "capture"])
  func theCommittedSchemaIsFresh(kind: String) throws {
    let texts = [
      "scenario": JSONSchema.scenario, "profile": JSONSchema.profile, "capture": JSONSchema.capture,
    ]
    let text = try #require(texts[kind])
    let name = "\(kind).schema.json"
    let path = "\(Fixture.scenarios)/schema/\(name)"
    if ProcessInfo.processInfo.environment["FERRY_UPDATE"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let committed = try? String(contentsOfFile: path, encoding: .utf8)
    #expect(
      committed == text,
      "stale: regenerate with FERRY_UPDATE=1 swift test --filter GeneratedTexts")
  }

  @Test func theReferenceHasEveryKeyAndSaysWhatIsToCome() {
    for word in ["`rtt`", "`hot-fraction`", "`comp-xbzrle-cache`", "pattern: zipf", "100 ms"] {
      #expect(ReferenceText.scenario.contains(word))
    }
    #expect(ReferenceText.scenario.contains("*Not supported yet: "))
    #expect(ReferenceText.profile.contains("`zero-page-scan`"))
    #expect(ReferenceText.capture.contains("`probes`"))
  }

  /// Needs python3 with jsonschema and PyYAML; without them it says so and passes.
  @Test func theExamplesAreRightByTheSchemaToo() throws {
    let script = """
      import json, sys
      try:
          import jsonschema, yaml
      except ImportError:
          print("skipped: no jsonschema or yaml for python3"); sys.exit(0)
      folder, names = sys.argv[1], sys.argv[2:]
      def check(kind, files):
          schema = json.load(open(f"{folder}/schema/{kind}.schema.json"))
          jsonschema.Draft7Validator.check_schema(schema)
          for name in files:
              value = yaml.safe_load(open(f"{folder}/{name}.yaml"))
              jsonschema.validate(value, schema, cls=jsonschema.Draft7Validator)
              value["colour"] = "blue"
              assert not jsonschema.Draft7Validator(schema).is_valid(value)
      check("scenario", names)
      check("profile", ["hosts/lab-a", "hosts/lab-b", "hosts/lab-c"])
      check("capture", [f"captures/{name}" for name in ["three", "first-campaign", "two-gib"]])
      print("checked")
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, Fixture.scenarios] + Fixture.examples
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 127 {
      print("skipped: no python3")
    } else {
      print("schema of the examples: \(said)")
      #expect(process.terminationStatus == 0, "\(said)")
    }
  }
}
