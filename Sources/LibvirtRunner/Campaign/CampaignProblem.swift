/// Why a campaign's folder can't be used, in words for whoever gave it.
public struct CampaignProblem: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// The disk is full, or the folder is not ours to write.
    case cannotWrite
    /// Another runner is at work in it.
    case busy
    /// It holds another plan's campaign.
    case otherPlan
    /// Its files are not as a runner leaves them.
    case damaged
  }

  public let kind: Kind
  public let what: String
  public let remedy: String?

  init(_ kind: Kind, _ what: String, remedy: String? = nil) {
    self.kind = kind
    self.what = what
    self.remedy = remedy
  }

  public var description: String { remedy.map { "\(what); \($0)" } ?? what }
}
