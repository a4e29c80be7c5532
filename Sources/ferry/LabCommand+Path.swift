import ArgumentParser
import LibvirtRunner
import MigrationModel
import Scenarios

struct LabShape: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shape",
    abstract: "Make the link between the lab's hosts the path of a scenario.",
    discussion: "Of the scenario, only its path counts here.")

  @OptionGroup var options: LabOptions
  @OptionGroup var scenarios: ScenarioOptions

  func run() async throws {
    try await tellingProblems {
      let lab = try options.lab()
      var scenarios = scenarios
      // A path alone is no scenario; any memory makes it one.
      if scenarios.files.isEmpty { scenarios.memory = scenarios.memory ?? "1GiB" }
      let all = scenarios.read()
      if let code = all.exitCode { throw code }
      guard all.scenarios.count == 1, let path = all.scenarios.first?.scenario.input.path else {
        throw ValidationError("The link is one path: name one scenario.")
      }
      try await lab.shape(path)
      try Terminal.data(LabText(lab: lab).text)
    }
  }
}

struct LabMeasure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure the lab's path: round trips, goodput, round trips under load.")

  @OptionGroup var options: LabOptions

  @Option(help: "How many seconds iperf3 counts.")
  var seconds = 3

  func validate() throws {
    guard seconds > 0 else { throw ValidationError("--seconds must be at least 1.") }
  }

  func run() async throws {
    try await tellingProblems {
      let lab = try options.lab()
      try await lab.measure(seconds: seconds)
      try Terminal.data(LabText(lab: lab).text)
    }
  }
}
