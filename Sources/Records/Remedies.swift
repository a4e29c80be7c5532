/// What would make a migration complete that does not, each alone.
public struct Remedies: Codable, Sendable, Equatable {
  /// The least bandwidth of the path with which it completes, in bits a second; nil where none
  /// does.
  public var leastBandwidthBitsPerSecond: Int64?
  /// The least rate limit (migration.bandwidth), likewise; nil also where none was asked for.
  public var leastRateLimitBitsPerSecond: Int64?
  /// The shortest downtime limit with which it completes, in milliseconds; nil where none does.
  public var shortestDowntimeLimit: Int64?
  /// What the hypervisor offers besides.
  public var aids: [Aid]

  /// A way in which a hypervisor makes pre-copy end, or does without it.
  public struct Aid: Codable, Sendable, Equatable {
    /// As people call it: "post-copy".
    public var name: String
    /// yes, maybe, no.
    public var helps: String
    public var because: String

    public init(name: String, helps: String, because: String) {
      self.name = name
      self.helps = helps
      self.because = because
    }
  }

  public init(
    leastBandwidthBitsPerSecond: Int64?, leastRateLimitBitsPerSecond: Int64? = nil,
    shortestDowntimeLimit: Int64?, aids: [Aid]
  ) {
    self.leastBandwidthBitsPerSecond = leastBandwidthBitsPerSecond
    self.leastRateLimitBitsPerSecond = leastRateLimitBitsPerSecond
    self.shortestDowntimeLimit = shortestDowntimeLimit
    self.aids = aids
  }

  enum CodingKeys: String, CodingKey {
    case leastBandwidthBitsPerSecond = "least_bandwidth_bps"
    case leastRateLimitBitsPerSecond = "least_rate_limit_bps"
    case shortestDowntimeLimit = "shortest_downtime_limit"
    case aids
  }

  /// Fields that are not known are null, not absent.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(leastBandwidthBitsPerSecond, forKey: .leastBandwidthBitsPerSecond)
    try fields.encode(leastRateLimitBitsPerSecond, forKey: .leastRateLimitBitsPerSecond)
    try fields.encode(shortestDowntimeLimit, forKey: .shortestDowntimeLimit)
    try fields.encode(aids, forKey: .aids)
  }
}
