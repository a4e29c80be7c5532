/// How whoever settles a scenario differs from the model in what it can do.
///
/// Values are checked alike for all; only which features are refused depends on who asks.
public struct Abilities: Sendable {
  /// Features that the model doesn't have yet, by the names in its refusals
  /// (`ScenarioProblem.feature`): "stress-ng", "pacing steady".
  public var beyondTheModel: Set<String>
  /// Features that only the model has, and why: ["pattern curve": "describes …"]; forms
  /// by their names, words with their key's ("manager none"), keys by theirs.
  public var onlyOfTheModel: [String: String]

  public init(beyondTheModel: Set<String> = [], onlyOfTheModel: [String: String] = [:]) {
    self.beyondTheModel = beyondTheModel
    self.onlyOfTheModel = onlyOfTheModel
  }

  public static let ofTheModel = Abilities()

  /// The patterns that write to a range of their own, one by one or in phases.
  public static let writingPatterns = ScenarioFormat.writers.map(\.name) + ["phases"]
}
