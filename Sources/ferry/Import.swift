import ArgumentParser
import Foundation
import Records
import Scenarios

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a record of another program's log of a migration.",
    discussion: """
      domjobinfo: output of virsh domjobinfo, as often as it was run, with --rawstats or without. \
      qmp: answers to query-migrate, with events beside them, or guestperf's report. \
      proxmox: the log of a migration task of Proxmox VE.

      No log tells of the path. --scenario gives it, and whatever else is known, so that compare \
      can predict the migration; where both say something, the scenario counts. Without it the \
      scenario holds what the log says: memory, with firmware and video memory in it, and what of \
      it was not zero. Lines that can't be used are told by their numbers, and the rest is kept.

      What a log can't say: virsh's sizes have three decimals, and libvirt's downtime is taken by \
      two hosts' clocks. QEMU's times know no manager, and not when the guest ran again. \
      Proxmox's downtime is QEMU's, without what its tunnel still held, loading and the resume; \
      its times are whole seconds; its average speed is memory over seconds, not what was sent, \
      and so not kept.
      """)

  @Argument(help: ArgumentHelp("domjobinfo, qmp or proxmox.", valueName: "kind"))
  var kind: LogFormat

  @Argument(
    help: "The log; - for stdin.", completion: .file(extensions: ["log", "txt", "json", "jsonl"]))
  var file: String

  @Option(
    help: ArgumentHelp("A scenario for the record: path, workload.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var scenario: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("What to call the run; else by the file's name.", valueName: "name"))
  var runName: String?

  @Option(help: RecordFormat.help)
  var format: RecordFormat = .jsonl

  @Flag(name: .shortAndLong, help: "No notes and no progress.")
  var quiet = false

  func validate() throws {
    if scenario == StandardInput.mark, file == StandardInput.mark {
      throw ValidationError("stdin (-) can be read only once.")
    }
  }

  func run() throws {
    let name = InputFile.name(file)
    var record: Record
    do {
      let data = try InputFile.data(file, most: LogFormat.mostBytes)
      let result = try kind.read(data, run: runName ?? stem(of: name))
      tell(result.problems, in: name)
      record = result.record
    } catch let problem as InputFile.Problem {
      Terminal.error("\(name): \(problem.words)")
      throw ExitCode(ExitCodes.cannotRead)
    } catch let error as UnusableLog {
      tell(error.problems, in: name)
      Terminal.error("\(name): \(error.words)")
      throw ExitCode(ExitCodes.badInput)
    }
    if case .object(var facts)? = record.facts {
      facts["imported-file"] = .string(name.split(separator: "/").last.map(String.init) ?? name)
      record.facts = .object(facts)
    }
    try addScenario(to: &record)
    let style = Style(isPlain: !Terminal.stdoutShowsColour)
    try format.print([record], isList: false) { records in
      records.map { PredictionTable(record: $0, style: style, rounds: false).text }.joined()
    }
  }

  private func addScenario(to record: inout Record) throws {
    guard let scenario else {
      if !quiet {
        Terminal.note("the record's scenario has no path, so compare will skip it: give --scenario")
      }
      return
    }
    do throws(ScenarioProblems) {
      let given =
        try scenario == StandardInput.mark
        ? StandardInput.scenario() : ScenarioNode(contentsOf: scenario)
      let node = given.filled(from: ScenarioNode(json: record.scenario))
      do throws(ScenarioProblems) {
        _ = try Scenario(node, file: InputFile.name(scenario))
      } catch  where error.isUnsupported {
        if !quiet { Terminal.note("compare will skip it: \(error.unsupportedReason ?? "")") }
      }
      record.scenario = node.json
    } catch {
      for problem in error.problems { Terminal.error(problem.description) }
      throw ExitCodes.of(error)
    }
  }

  private func tell(_ problems: LogProblems, in name: String) {
    for problem in problems.first { Terminal.error("\(name):\(problem)") }
    if problems.further > 0 {
      Terminal.error("\(name): and \(problems.further) more lines that can't be used")
    }
  }

  private func stem(of name: String) -> String {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
    return String(last[..<dot])
  }
}

extension LogFormat: ExpressibleByArgument {}
