import ArgumentParser
import Foundation

/// Takes damaged scenarios by the million: `swift run -c release Fuzz Scenarios/*.yaml`.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Damage scenarios at random, and see that each is predicted or refused with a place.",
    discussion: """
      A crash names the mutant that it met, and so does one that takes too long; --first and \
      --count 1 with --show print it.
      """)

  @Argument(help: "Scenario files to damage, beside one that has about everything in it.")
  var files: [String] = []
  @Option(help: "How many mutants.")
  var count = 1_000_000
  @Option(help: "The number of the first.")
  var first = 0
  @Option(help: "What decides them all.")
  var seed: UInt64 = 1
  @Option(help: ArgumentHelp("Processor time that one may take.", valueName: "seconds"))
  var bound = 2.0
  @Flag(help: "Print each mutant.")
  var show = false

  func run() throws {
    let originals =
      try [RichScenario.yaml] + files.map { try String(contentsOfFile: $0, encoding: .utf8) }
    let mutator = Mutator(originals: originals, seed: seed)
    var tally = Tally(bound: bound)
    LastMutant.tellOnCrash()
    Watchdog.start()
    for number in first..<first + count {
      LastMutant.note(number)
      let text = mutator.mutant(number)
      if show { print(text) }
      let begun = ProcessorTime.now
      let trial = Trial(text, makesRecord: number % 64 == 0)
      tally.add(trial, number: number, seconds: ProcessorTime.now - begun)
    }
    print(tally.text)
    guard tally.findings.isEmpty else { throw ExitCode.failure }
  }
}

/// What was found.
struct Tally {
  let bound: Double
  private(set) var findings: [String] = []
  private var count = 0
  private var resolved = 0
  private var seconds = 0.0
  private var slowest = (number: 0, seconds: 0.0)

  init(bound: Double) { self.bound = bound }

  mutating func add(_ trial: Trial, number: Int, seconds: Double) {
    count += 1
    if trial.isResolved { resolved += 1 }
    self.seconds += seconds
    if seconds > slowest.seconds { slowest = (number, seconds) }
    findings += trial.findings.map { "mutant \(number): \($0)" }
    if seconds > bound { findings.append("mutant \(number): takes \(seconds) s") }
  }

  var text: String {
    let shown =
      findings.prefix(50) + (findings.count > 50 ? ["and \(findings.count - 50) more"] : [])
    let summary =
      "\(count) mutants: \(resolved) predicted, \(count - resolved) refused, "
      + "\(findings.count) findings; \(Int(seconds.rounded())) s of processor time, the slowest "
      + "(\(slowest.number)) \(Int((slowest.seconds * 1000).rounded())) ms"
    return (shown + [summary]).joined(separator: "\n")
  }
}

enum ProcessorTime {
  /// This process's, in seconds.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
