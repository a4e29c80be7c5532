import ArgumentParser
import Foundation
import Scenarios

struct Init: ParsableCommand {
  enum Source: String, ExpressibleByArgument, CaseIterable {
    case dumpxml
    case qmConfig = "qm-config"
  }

  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented scenario to start from, to stdout.",
    discussion: """
      ferry init > scenario.yaml
      virsh dumpxml VM | ferry init --from dumpxml - --bandwidth 37Mbit/s --rtt 37ms > vm.yaml

      With --from, memory, processors, machine type and limits are those of an existing virtual \
      machine; its disks and interfaces stand in comments until they can be predicted. The path is \
      nowhere in a machine's definition: without --bandwidth and --rtt their places are marked, \
      and ferry validate points at them until they are filled in.
      """)

  @Option(help: ArgumentHelp("What the file is: dumpxml (virsh dumpxml) or qm-config."))
  var from: Source?

  @Argument(
    help: "The virtual machine's definition; - for stdin.",
    completion: .file(extensions: ["xml", "conf"]))
  var file: String?

  @Option(help: ArgumentHelp("path.bandwidth, as 37Mbit/s.", valueName: "rate"))
  var bandwidth: String?

  @Option(help: ArgumentHelp("path.rtt, as 37ms.", valueName: "time"))
  var rtt: String?

  @Option(help: ArgumentHelp("What to call it; else by the machine's name.", valueName: "name"))
  var name: String?

  @Flag(name: .shortAndLong, help: "No notes.")
  var quiet = false

  func validate() throws {
    if from == nil, file != nil { throw ValidationError("Say what the file is: --from dumpxml.") }
    if from != nil, file == nil { throw ValidationError("Name the file, or - for stdin.") }
  }

  func run() throws {
    try checkFlags()
    var draft = try draft()
    draft.bandwidth = bandwidth ?? draft.bandwidth
    draft.roundTrip = rtt ?? draft.roundTrip
    draft.name = name ?? draft.name
    try Terminal.data(draft.yaml, terminator: "")
    let open = [draft.bandwidth == nil ? "bandwidth" : nil, draft.roundTrip == nil ? "rtt" : nil]
    let keys = open.compactMap(\.self).map { "path.\($0)" }
    if !quiet, !keys.isEmpty { Terminal.note("fill in " + keys.joined(separator: " and ")) }
  }

  /// A wrong rate is told now, not when the file is read.
  private func checkFlags() throws {
    var flags = ScenarioFlags()
    flags.memory = "1 GiB"
    flags.bandwidth = bandwidth ?? "1 Gbit/s"
    flags.rtt = rtt ?? "1 ms"
    flags.name = name
    do throws(ScenarioProblems) {
      _ = try Scenario(ScenarioNode.fromFlags(flags))
    } catch {
      for problem in error.problems { Terminal.error(problem.description) }
      throw ExitCodes.of(error)
    }
  }

  private func draft() throws -> ScenarioDraft {
    guard let from, let file else { return .example }
    let name = InputFile.name(file)
    do {
      let data = try InputFile.data(file, most: ScenarioDraft.mostBytes)
      switch from {
      case .dumpxml: return try ScenarioDraft(domainXML: data)
      case .qmConfig: return try ScenarioDraft(qmConfig: data)
      }
    } catch let problem as InputFile.Problem {
      Terminal.error("\(name): \(problem.words)")
      throw ExitCode(ExitCodes.cannotRead)
    } catch let problem as DraftProblem {
      Terminal.error("\(name): \(problem.description)")
      throw ExitCode(ExitCodes.badInput)
    }
  }
}
