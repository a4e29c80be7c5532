import ArgumentParser
import LibvirtRunner
import Records
import Scenarios

struct Capture: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Capture the migrations of a plan with real hypervisors, one after the other.",
    discussion: """
      ferry capture Scenarios/captures/three.yaml --dry-run
      ferry capture Scenarios/captures/three.yaml -o three

      The same command goes on with a campaign that was ended or killed: what is in the folder is \
      not captured again, save the run that was in work. Records are in the folder's records.jsonl.
      """)

  @Argument(help: "A capture plan (YAML).", completion: .file(extensions: ["yaml", "yml", "json"]))
  var plan: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The campaign's folder; made where it isn't there.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Flag(help: "Print what would be run and how long it should take, and run nothing.")
  var dryRun = false

  @Flag(help: "Run those again whose last attempt failed.")
  var retryFailed = false

  @Option(help: ArgumentHelp("The lab to use, where there is more than one.", valueName: "name"))
  var lab: String?

  @Option(help: ArgumentHelp("Capture no more than so many now.", valueName: "count"))
  var limit: Int?

  @OptionGroup var options: OutputOptions

  func validate() throws {
    if output == nil, !dryRun {
      throw ValidationError("Say with -o where the records go, or look first with --dry-run.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): give 1 or more.") }
  }

  func run() async throws {
    do {
      let plan = try CapturePlan(contentsOf: plan)
      if dryRun { try show(plan) } else { try await capture(plan) }
    } catch let problems as ScenarioProblems {
      for problem in problems.problems { Terminal.error(problem.description) }
      throw ExitCodes.of(problems)
    } catch let problem as CampaignProblem {
      Terminal.error(problem.description)
      throw ExitCodes.of(problem)
    } catch let problem as RunnerProblem {
      Terminal.error(problem.description)
      throw ExitCode(ExitCodes.unavailable)
    }
  }

  private func show(_ plan: CapturePlan) throws {
    let remaining = try output.map {
      try Campaign.remaining(in: $0, plan: plan, retryFailed: retryFailed)
    }
    let migrations = (remaining ?? plan.migrations).prefix(limit ?? .max)
    let outlook = CaptureOutlook(
      plan, Array(migrations), forecast: CampaignForecast(plan))
    try options.print([outlook], isList: false) { $0.map { $0.text(options.style) }.joined() }
  }

  private func capture(_ plan: CapturePlan) async throws {
    let folder = output ?? "."
    let left = try Campaign.remaining(in: folder, plan: plan, retryFailed: retryFailed)
    // A finished campaign's tables are written anew, for which no host is needed; for all else
    // nothing is made before the hosts are there.
    let session =
      left.isEmpty ? nil : try Capturing.session(for: plan, lab: lab, folder: folder)
    let campaign = try Campaign.open(folder, plan: plan, retryFailed: retryFailed)
    if let repair = campaign.repair, !options.quiet { Terminal.note(repair) }
    guard let session else { return try end(campaign, CampaignRunner.Summary()) }
    let isQuiet = options.quiet
    let runner = CampaignRunner(
      campaign, session: session, forecast: CampaignForecast(plan), limit: limit ?? .max
    ) { progress in
      // What stands first says most, should the line be too long.
      if !isQuiet { Terminal.progress(String(progress.text.prefix(78))) }
    }
    try end(campaign, await summary(of: runner))
  }

  /// Writes the tables, and tells how the campaign stands.
  private func end(_ campaign: Campaign, _ summary: CampaignRunner.Summary) throws {
    try campaign.finish { records, folder in try RecordTables(records).write(to: folder) }
    try tell(summary, of: campaign)
  }

  /// Runs to the end, and leaves the terminal's line empty for what is told then, errors too.
  private func summary(of runner: CampaignRunner) async throws -> CampaignRunner.Summary {
    defer { if !options.quiet { Terminal.progress("") } }
    return try await Interruptible.run { try await runner.run() }
  }

  private func tell(_ summary: CampaignRunner.Summary, of campaign: Campaign) throws {
    if !options.quiet {
      Terminal.note(
        "\(campaign.doneCount) of \(campaign.plan.migrations.count) runs are in "
          + "\(campaign.directory)/records.jsonl"
          + (campaign.failedCount > 0 ? ", \(campaign.failedCount) of them failed" : ""))
      for record in campaign.records where Campaign.isFailed(record) {
        Terminal.note("\(record.run) \(record.outcome): \(record.reason ?? "for no known reason")")
      }
      if summary.remaining > 0 {
        Terminal.note("\(summary.remaining) are left; the same command goes on with them")
      } else if campaign.failedCount > 0 {
        Terminal.note("--retry-failed runs the failed ones again")
      }
    }
    if summary.wasInterrupted { throw ExitCode(ExitCodes.interrupted) }
  }
}
