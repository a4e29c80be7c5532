import EventKernel
import Foundation

/// `plan.json`: whose campaign a folder is.
struct PlanNote: Codable, Equatable {
  /// The file's version.
  let plan: Int
  let name: String
  let runs: Int
  let digest: String

  private static let version = 1

  init(_ plan: CapturePlan) {
    self.plan = PlanNote.version
    name = plan.name
    runs = plan.migrations.count
    digest = plan.digest.description
  }

  /// Whether the folder is this plan's already; false where it is nobody's yet.
  func isKept(in directory: String, hasRecords: Bool) throws(CampaignProblem) -> Bool {
    let path = "\(directory)/plan.json"
    guard let data = FileManager.default.contents(atPath: path) else {
      guard hasRecords else { return false }
      throw CampaignProblem(
        .otherPlan, "\(directory) has a records.jsonl, but no plan.json that says whose",
        remedy: "give another folder")
    }
    guard let kept = try? JSONDecoder().decode(PlanNote.self, from: data) else {
      throw CampaignProblem(.damaged, "\(path) is no note of a plan", remedy: "give another folder")
    }
    guard kept == self else {
      let same = kept.name == name ? "this plan as it was before it was changed" : "another plan"
      throw CampaignProblem(
        .otherPlan,
        "\(directory) holds the campaign \"\(kept.name)\" (\(kept.runs) runs) of \(same)",
        remedy: "give another folder, or the plan as it was")
    }
    return true
  }

  /// Writes the file whole or not at all.
  func write(in directory: String) throws(CampaignProblem) {
    let path = "\(directory)/plan.json"
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      let text = try encoder.encode(self) + Data("\n".utf8)
      try text.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CampaignProblem(
        .cannotWrite, "\(path): can't be written: \(error.localizedDescription)")
    }
  }
}
