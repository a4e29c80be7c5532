import Foundation
import Records
import Testing

/// `ferry explain`: a prediction in words.
@Suite struct Explaining {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
    try folder.write(Example.diverging, to: "diverging.yaml")
    try folder.write(Example.wrong, to: "wrong.yaml")
  }

  private func explain(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(["explain"] + arguments, in: folder)
  }

  private func titles(_ output: String) -> [String] {
    output.lines.filter { $0.hasPrefix("  ") && $0.dropFirst(2).first?.isUppercase == true }
      .map { String($0.dropFirst(2)) }
  }

  @Test func whatCompletesIsExplainedInFiveParts() throws {
    let result = try explain("small.yaml")
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("small\n  completed in "))
    #expect(
      titles(result.output) == [
        "Rounds", "What bounds the total time", "What bounds the downtime",
        "What a change would bring", "By hand: virsh", "By hand: qm",
      ])
    #expect(result.output.contains("- qemu 10.0's rule: "))
    #expect(result.output.contains("at the pace of the path"))
    #expect(result.output.contains("- twice the bandwidth: total time "))
  }

  @Test func whatDoesNotConvergeIsToldWhatWouldDo() throws {
    let result = try explain("diverging.yaml")
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("too fast a writer\n  not-converged: "))
    #expect(titles(result.output).contains("What would make it complete"))
    #expect(result.output.contains("- a bandwidth of "))
    #expect(result.output.contains("- a downtime limit of "))
    #expect(result.output.contains("- post-copy: yes; "))
    #expect(result.output.contains("- twice the bandwidth: would not complete either"))
    #expect(!result.output.contains("What bounds the downtime"))
  }

  @Test func paragraphsFitAPage() throws {
    for file in ["small.yaml", "diverging.yaml"] {
      let output = try explain(file).output
      #expect(output.lines.allSatisfy { $0.count <= 100 && !$0.hasSuffix(" ") })
    }
  }

  @Test func sharesOfTheTotalTimeSumToAll() throws {
    let result = try explain("diverging.yaml", "--bandwidth", "1Gbit/s", "--format", "json")
    let sections = try #require(try JSONValue(parsing: result.output)["sections"]).members
    for title in ["What bounds the total time", "What bounds the downtime"] {
      let items = try #require(sections.first { $0["title"] == .string(title) }?["items"]).members
      let shares = items.compactMap(\.string).compactMap { item in
        item.firstMatch(of: /^([0-9.]+) %/).flatMap { Double($0.1) }
      }
      #expect((95...101).contains(shares.reduce(0, +)), "\(shares)")
    }
  }

  @Test func programsReadItAsJSON() throws {
    let one = try JSONValue(parsing: try explain("small.yaml", "--format", "json").output)
    #expect(
      one.keys == ["changes", "commands", "outcome", "scenario", "sections", "summary"])
    #expect(one["changes"]?.members.first?["effect"]?["outcome"] == .string("completed"))
    #expect(one["commands"]?.members.map { $0["tool"] } == [.string("virsh"), .string("qm")])
    let two = try explain("small.yaml", "wrong.yaml", "--format", "json")
    #expect(two.code == 65)
    #expect(try JSONValue(parsing: two.output).members.count == 1)
  }

  /// What is printed can be pasted: the shell takes the name for one word.
  @Test func namesAreQuotedForTheShell() throws {
    let result = try explain(
      "small.yaml", "--domain", "it's; touch injected", "--destination", "host two")
    #expect(result.output.contains(#"virsh migrate --live 'it'\''s; touch injected' 'qemu+ssh:"#))
    let line = try explain("small.yaml", "--domain", "a\nb")
    #expect(line.code == 64)
    #expect(line.output == "")
  }
}
