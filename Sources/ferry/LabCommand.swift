import ArgumentParser
import LibvirtRunner

/// Two hosts on one machine, for whoever has not two machines.
struct LabCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Make two libvirt hosts on this machine, with a shaped link between them.",
    discussion: """
      ferry lab up
      ferry lab shape --bandwidth 37Mbit/s --rtt 37ms
      ferry lab down
      """,
    subcommands: [
      LabUp.self, LabDown.self, LabStatus.self, LabShape.self, LabMeasure.self,
      LabKeep.self, LabHostCommand.self, LabRelay.self,
    ])
}

/// Which lab a command is about.
struct LabOptions: ParsableArguments {
  @Option(
    name: .customLong("lab"),
    help: ArgumentHelp("The lab's name: letters, digits, hyphens.", valueName: "name"))
  var name = Lab.defaultName

  @Option(
    help: ArgumentHelp("Its state directory; /run/ferry/NAME if none.", valueName: "directory"))
  var state: String?

  /// The lab, which must be up.
  func lab() throws -> Lab {
    guard let lab = try Lab.find(name: name, state: state) else {
      throw RunnerProblem("there is no lab \(name)", remedy: "run ferry lab up")
    }
    return lab
  }
}

extension AsyncParsableCommand {
  /// Tells what is in the way, where a person can do something about it.
  func tellingProblems(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let problem as RunnerProblem {
      Terminal.error(problem.description)
      throw ExitCode(ExitCodes.unavailable)
    }
  }
}

struct LabUp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Make the lab, unless it is up already.")

  @OptionGroup var options: LabOptions

  func run() async throws {
    try await tellingProblems {
      let isUp =
        if case .up = try Lab.state(name: options.name, state: options.state) {
          true
        } else {
          false
        }
      let lab = try await Lab.up(name: options.name, state: options.state)
      try Terminal.data("the lab \(lab.name) is up\(isUp ? " already" : "")")
    }
  }
}

struct LabDown: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "End the lab and all that runs in it, guests too.")

  @OptionGroup var options: LabOptions

  func run() async throws {
    try await tellingProblems {
      let wasThere = try await Lab.down(name: options.name, state: options.state)
      try Terminal.data(wasThere ? "the lab \(options.name) is gone" : "no lab \(options.name)")
    }
  }
}

struct LabStatus: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Tell how the lab stands: its hosts, and the path.")

  @OptionGroup var options: LabOptions

  func run() async throws {
    try await tellingProblems {
      let name = options.name
      switch try Lab.state(name: name, state: options.state) {
      case .none: try Terminal.data("no lab \(name)")
      case .starting: try Terminal.data("the lab \(name) is coming up")
      case .dead(let reason):
        let remedy = Lab.remedy(name, options.state)
        try Terminal.data("the lab \(name) is dead: \(reason); \(remedy)")
      case .up(let lab): try Terminal.data(LabText(lab: lab).text)
      }
    }
  }
}
