import Quantities

/// Everything that decides how one migration goes, each value settled: no defaults are left open.
public struct MigrationInput: Sendable {
  public var guest: Guest
  public var path: Path
  public var settings: MigrationSettings
  public var hosts: HostConstants
  /// Why the manager would not even start; nil where it would.
  public var refusal: String?
  /// How many evenly spread offsets of what nobody can know a prediction is the median of.
  public var offsets: Int
  /// How finely the guest's memory is followed.
  public var fidelity: Fidelity

  public init(
    guest: Guest, path: Path, settings: MigrationSettings, hosts: HostConstants,
    refusal: String? = nil, offsets: Int = 9, fidelity: Fidelity = .fluid
  ) {
    self.guest = guest
    self.path = path
    self.settings = settings
    self.hosts = hosts
    self.refusal = refusal
    self.offsets = offsets
    self.fidelity = fidelity
  }
}

extension MigrationInput {
  /// From the migration's start to the stream's.
  var streamBegins: Span {
    let manager = settings.manager
    return Span(
      rounding: (manager.hasPhases ? hosts.preparation.seconds : 0)
        + path.roundTrip.seconds * manager.roundTripsBefore) + (seeding ?? .zero)
  }

  /// Pages that the first pass can't leave at a few bytes: what is not all zero, or everything
  /// where nobody looks.
  var pagesToSend: Int64 {
    settings.hypervisor.findsZeroPages
      ? PageCount(holding: guest.touched).count : guest.pages.count
  }

  /// Seconds that the first pass takes at the least, TCP's windows and a rate limit considered.
  public var leastSeconds: Double {
    let link = Link(input: self, offset: Offset(index: 0, of: 1))
    let touched = pagesToSend
    let zero = max(0, guest.pages.count - touched)
    let bytes = touched * StreamFormat.normalPage + zero * StreamFormat.zeroPage
    // A limit lets at least a page pass in each window of a tenth of a second.
    let limit = settings.bandwidthCap.map {
      max($0.bytesPerSecond, 10 * Double(StreamFormat.normalPage))
    }
    return Double(bytes) / min(link.fastestRate, limit ?? .infinity)
  }
}
