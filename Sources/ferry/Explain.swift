import Answers
import ArgumentParser
import Scenarios

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say in words why a migration goes as it does, and what would change it.",
    discussion: """
      Tells what ended each round, what bounds total time and downtime and by how much, what a \
      change would bring (each is predicted), what would make a migration complete that does not, \
      and how virsh and qm are asked for the same.
      """)

  @OptionGroup var scenarios: ScenarioOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("The guest in the commands: a domain, or a VMID.", valueName: "name"))
  var domain: String?

  @Option(help: ArgumentHelp("The destination in them: a host, or a URI.", valueName: "host"))
  var destination: String?

  func validate() throws {
    for (flag, text) in [("--domain", domain), ("--destination", destination)] {
      guard let text else { continue }
      if text.isEmpty || text.unicodeScalars.contains(where: \.isControl) {
        throw ValidationError("\(flag): give a name without control characters.")
      }
    }
  }

  func run() throws {
    let all = scenarios.read()
    let names = HandNames(guest: domain, destination: destination)
    let explanations = all.scenarios.map { Explanation($0.scenario, names: names) }
    try output.print(explanations, isList: scenarios.areSeveral) { explanations in
      explanations.map { ExplanationText(explanation: $0, style: output.style).text }
        .joined(separator: "\n\n")
    }
    if !output.quiet {
      for (_, scenario) in all.scenarios {
        let name = scenarios.areSeveral ? "\(scenario.name): " : ""
        for note in scenario.notes { Terminal.note(name + note) }
      }
    }
    if let code = all.exitCode { throw code }
  }
}
