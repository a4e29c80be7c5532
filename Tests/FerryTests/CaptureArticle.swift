import Foundation
import Testing

/// What the article on plans and the shipped plans show is what the command does.
@Suite struct CaptureArticle {
  private static let top = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let article = top.appending(
    path: "Sources/LibvirtRunner/LibvirtRunner.docc/PlansAndCampaigns.md")

  /// The first block of a kind in the article.
  private static func block(_ kind: String) throws -> String {
    let text = try String(contentsOf: article, encoding: .utf8)
    let start = try #require(text.firstRange(of: "```\(kind)\n")).upperBound
    let end = try #require(text[start...].firstRange(of: "```")).lowerBound
    return String(text[start..<end])
  }

  @Test func theArticlesPlanGivesTheArticlesDryRun() throws {
    let folder = try Folder()
    try folder.write(try Self.block("yaml"), to: "plan.yaml")
    let result = try FerryCommand.run(["capture", "plan.yaml", "--dry-run"], in: folder)
    #expect(result.errors == "")
    #expect(result.output == (try Self.block("text")))
  }

  @Test(arguments: ["three", "calibration", "first-campaign", "two-gib", "storage"])
  func eachShippedPlanHasADryRun(name: String) throws {
    let plan = Self.top.appending(path: "Scenarios/captures/\(name).yaml").path
    let result = try FerryCommand.run(["capture", plan, "--dry-run"], in: try Folder())
    #expect(result.code == 0)
    #expect(result.errors == "")
    #expect(result.output.lines.first == Substring(name))
    #expect(result.output.contains(" runs, about "))
  }
}
