import Testing

/// The same scenario gives the same bytes, in any process.
@Suite struct Determinism {
  @Test(arguments: ["json", "jsonl", "table"])
  func outputIsEqualInProcessesWithOtherHashSeeds(format: String) throws {
    let folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
    try folder.write(Example.diverging, to: "diverging.yaml")
    let arguments = ["predict", "small.yaml", "diverging.yaml", "-v", "--format", format]
    // Each process draws a hash seed of its own, but for the last.
    let first = try FerryCommand.run(arguments, in: folder)
    let second = try FerryCommand.run(arguments, in: folder)
    let third = try FerryCommand.run(
      arguments, in: folder, environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
    #expect(first.code == 0)
    #expect(first.output == second.output)
    #expect(first.output == third.output)
  }

  @Test func theCheckNamesEventsAndDigest() throws {
    let folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
    let result = try FerryCommand.run(["predict", "small.yaml", "--check-determinism"], in: folder)
    #expect(result.code == 0)
    #expect(result.errors.hasPrefix("note: small: deterministic: "))
    let digest = result.errors.lines.first?.split(separator: " ").last
    #expect(result.output.contains("digest        \(digest ?? "none")"))
  }
}
