import ArgumentParser
import LibvirtRunner

/// The processes that a lab is made of; `ferry lab up` starts them, and nobody else should.
struct LabKeep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "keep", shouldDisplay: false)

  @Option var name: String
  @Option var state: String

  func run() async throws {
    try await tellingProblems { try await LabKeeper(name: name, state: state).run() }
  }
}

struct LabHostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "host", shouldDisplay: false)

  @Argument var host: String
  @Option var name: String
  @Option var state: String

  func run() async throws {
    try await tellingProblems {
      try HostProcess(host: host, name: name, state: state).run()
    }
  }
}

struct LabRelay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "relay", shouldDisplay: false)

  @Argument var from: String
  @Argument var to: String
  @Option var delay: String

  func run() async throws {
    try await tellingProblems {
      try await Relay(devices: [from, to], delayFile: delay).run()
    }
  }
}
