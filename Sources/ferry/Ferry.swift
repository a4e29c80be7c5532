import ArgumentParser

/// The command: it parses, calls and prints; what it prints is worked out elsewhere.
@main
struct Ferry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ferry",
    abstract: "Predicts live migrations of virtual machines over wide-area networks.",
    discussion: """
      ferry predict --memory 2GiB --bandwidth 37Mbit/s --rtt 37ms
      ferry predict Scenarios/wan-ram-load.yaml --set path.rtt='100 ms'
      """,
    version: "0.1.0",
    subcommands: [Predict.self, Validate.self, Compare.self])
}
