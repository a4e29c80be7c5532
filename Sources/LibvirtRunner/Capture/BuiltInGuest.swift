#if Libvirt
  import MigrationModel
  import Records
  import Synchronization

  /// A fresh guest of the runner's own for each migration.
  final class BuiltInGuest: CaptureGuest {
    /// Its kernel and initial file system are kept here for the next campaign.
    static let cache = "/var/cache/ferry/guest"
    static let bootLimit: Duration = .seconds(180)

    private let console: String
    private let files: DiskFiles
    private let isProbed: Bool
    private let running = Mutex<Console?>(nil)
    private let made = Mutex<(image: GuestImage, choice: Accelerator.Choice)?>(nil)

    /// - Parameters:
    ///   - console: a file to which every guest's console is appended.
    ///   - files: where its disks are kept.
    ///   - isProbed: whether it gets a network interface to be reached by.
    init(console: String, files: DiskFiles, isProbed: Bool) {
      self.console = console
      self.files = files
      self.isProbed = isProbed
    }

    func name(in planned: PlannedMigration) -> String { "ferry-\(planned.run)" }

    func prepare() async throws {
      let image = try await GuestImage.build(into: Self.cache)
      let choice = try await Accelerator.choose(image: image, keptIn: Self.cache)
      made.withLock { $0 = (image, choice) }
    }

    var facts: [String: JSONValue] {
      guard let made = made.withLock({ $0 }) else { return [:] }
      var facts: [String: JSONValue] = [
        "accelerator": .string(made.choice.accelerator.rawValue),
        "accelerator_reason": .string(made.choice.reason),
        "guest": .object(made.image.versions.mapValues(JSONValue.string)),
      ]
      facts["accelerator_warning"] = made.choice.warning.map(JSONValue.string)
      return facts
    }

    func start(_ planned: PlannedMigration, on hosts: HostPair) async throws -> Domain {
      guard let made = made.withLock({ $0 }) else {
        preconditionFailure("a guest was started before it was built")
      }
      let name = name(in: planned)
      let orders = try GuestOrders(
        planned: planned.guest, seed: planned.seed, address: isProbed ? PingProbe.guest : nil)
      let definition = try DomainDefinition(
        name: name, uuid: DomainDefinition.uuid(for: name), guest: planned.guest,
        image: made.image, orders: orders, accelerator: made.choice.accelerator,
        console: console, interface: isProbed ? PingProbe.interface : nil,
        disks: try await files.make(
          planned.guest.disks, of: name, seed: planned.seed,
          layered: planned.options.storage?.extent == .increment))
      let console = Console(file: console)
      running.withLock { $0 = console }
      let domain = try await hosts.source.createDomain(xml: try definition.xml())
      try await console.waitUntilReady(within: Self.bootLimit) {
        let state = try? await domain.state().state
        return state == .running || state == .blocked
      }
      return domain
    }

    func verifyLoads() throws {
      let ended = running.withLock { $0 }?.endedLoads ?? []
      guard ended.isEmpty else {
        throw RunnerProblem(
          "the guest's loads ended by themselves: \(ended.joined(separator: ", "))",
          remedy: "see that they fit into its memory")
      }
    }

    /// Ends what an earlier run has left on either host; nothing that bears no mark of ours.
    func clear(_ hosts: HostPair) async throws {
      for connection in [hosts.source, hosts.destination] {
        for domain in try await connection.domains() {
          do {
            let mark = try await domain.metadataXML(namespace: DomainDefinition.metadataURI)
            if mark != nil { try await domain.destroy() }
          } catch let error as LibvirtError where error.isMissingDomain {
            continue  // it has ended by itself
          }
        }
      }
      try files.remove()
    }
  }
#endif
