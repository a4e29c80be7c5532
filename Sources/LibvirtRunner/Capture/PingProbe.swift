#if Libvirt
  import Records
  import Synchronization

  /// Pings the guest while it moves: what a client would see of the pause.
  final class PingProbe: Sendable {
    /// The guest's own address on the service network, which both hosts bridge.
    static let guest = GuestOrders.Address(
      ipv4: "\(LabNetwork.service.rawValue).10", mask: "255.255.255.0")
    static let interface = DomainDefinition.Interface(
      bridge: "service", mac: "52:54:00:00:00:10")
    static let intervalMilliseconds = 20

    private let place: @Sendable (Command) -> Command
    private let replies = Mutex<[Reply]>([])
    private let task = Mutex<Task<Void, any Error>?>(nil)

    /// One answer: its number, when it came (s since 1970), and how long it took (ms).
    struct Reply: Sendable, Equatable {
      var sequence: Int64
      var arrivalSeconds: Double
      var milliseconds: Double
    }

    /// - Parameter place: makes a command run where the probe stands.
    init(from place: @escaping @Sendable (Command) -> Command) { self.place = place }

    /// - Parameter limit: when it ends by itself, should whoever asked be killed meanwhile.
    func start(within limit: Duration) {
      let command = place(
        Command(
          "ping", "-D", "-n", "-i", "\(Double(Self.intervalMilliseconds) / 1000)", "-w",
          "\(limit.components.seconds)", Self.guest.ipv4))
      let running = Task {
        try await command.lines { line in
          if let reply = Reply(line) { self.replies.withLock { $0.append(reply) } }
        }
      }
      task.withLock { $0 = running }
    }

    func stop() { task.withLock { $0?.cancel() } }

    /// Waits until the guest answers again, and writes down what clients saw.
    func fill(_ record: inout Record, _ facts: inout [String: JSONValue]) async throws {
      try await Task.sleep(for: .seconds(2))
      stop()
      let replies = replies.withLock { $0 }
      guard let outage = Self.outageMilliseconds(replies) else {
        facts["ping"] = .string("the guest never answered")
        return
      }
      record.others["outage"] = .integer(Int64(outage.rounded()))
      let sent = (replies.last?.sequence ?? 0) - (replies.first?.sequence ?? 0) + 1
      facts["ping"] = .object([
        "interval_ms": .integer(Int64(Self.intervalMilliseconds)), "sent": .integer(sent),
        "received": .integer(Int64(replies.count)),
        "rtt_ms_max": replies.map(\.milliseconds).max().map(JSONValue.number) ?? .null,
      ])
    }

    /// The longest time between two answers in the order in which they came, less the interval at
    /// which they were asked for; nil for fewer than two.
    static func outageMilliseconds(_ replies: [Reply]) -> Double? {
      let times = replies.map(\.arrivalSeconds).sorted()
      let gaps = zip(times.dropFirst(), times).map { ($0 - $1) * 1000 }
      return gaps.max().map { max(0, $0 - Double(intervalMilliseconds)) }
    }
  }

  extension PingProbe.Reply {
    /// "[1795000000.123456] 64 bytes from 203.0.113.10: icmp_seq=5 ttl=64 time=0.512 ms".
    init?(_ line: some StringProtocol) {
      guard line.hasPrefix("["), let stamp = Double(line.dropFirst().prefix { $0 != "]" }) else {
        return nil
      }
      func value(_ name: String) -> Substring? {
        line.split(separator: " ").first { $0.hasPrefix("\(name)=") }
          .map { Substring($0.dropFirst(name.count + 1)) }
      }
      guard let sequence = value("icmp_seq").flatMap({ Int64($0) }),
        let time = value("time").flatMap({ Double($0) })
      else { return nil }
      self.init(sequence: sequence, arrivalSeconds: stamp, milliseconds: time)
    }
  }
#endif
