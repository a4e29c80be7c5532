import MigrationModel
import Quantities

extension Resolution {
  /// How finely memory is followed, and with which draws.
  var fidelity: Fidelity {
    guard let run = root?["run"], run["fidelity"]?.word == "pages" else { return .fluid }
    return .pages(
      seed: UInt64(run["seed"]?.count ?? 1), replications: Int(run["replications"]?.count ?? 1))
  }

  /// Replications where nothing is drawn, and more pages than memory and patience have, are slips.
  func checkReplications(of input: MigrationInput) throws(ScenarioProblems) {
    guard let run = root?["run"] else { return }
    if input.fidelity == .fluid {
      guard let written = run["replications"], (written.count ?? 1) > 1 else { return }
      throw problem(
        "would all be the same in fidelity fluid, which draws nothing at random; add "
          + "fidelity: pages", written)
    }
    if input.emptiesPages, let written = run["fidelity"] {
      throw ScenarioProblems(
        ScenarioProblem(
          "pages of a guest that empties some of its own: not supported yet; use fluid",
          path: written.path, at: written.place, file: file,
          kind: .unsupported(feature: "fidelity pages with zeros")))
    }
    let runs = Int64(input.offsets) * Int64(input.fidelity.replications)
    let perSecond = input.guest.workload.reduce(0) {
      $0 + ($1.nominalRate?.bytesPerSecond ?? 0) / Double(PageCount.bytesPerPage)
    }
    let writes = perSecond * input.leastSeconds * Double(runs)
    if let written = run["fidelity"], writes > Resolution.mostWrites {
      throw problem(
        "pages draws each write, and the first passes alone see \(Int64(writes / 1e9)) thousand "
          + "million; use fluid, or fewer offsets or replications", written)
    }
    guard let written = run["fidelity"], input.guest.pages.count > Resolution.mostPages / runs
    else { return }
    throw problem(
      "pages follows \(input.guest.pages) in each of \(runs) runs, and \(Resolution.mostPages) in "
        + "all are the most; use fluid, or fewer offsets or replications", written)
  }

  /// Some ten seconds.
  private static let mostWrites = 4e9

  /// Four runs of a tebibyte, which are minutes.
  private static let mostPages: Int64 = 1 << 30

  private func problem(_ message: String, _ settled: Settled) -> ScenarioProblems {
    ScenarioProblems(ScenarioProblem(message, path: settled.path, at: settled.place, file: file))
  }
}
