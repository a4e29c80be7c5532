#if Libvirt
  import LibvirtRunner
  import Quantities
  import Testing

  @Suite struct LibvirtLimits {
    @Test func aBandwidthGoesToLibvirtInWholeMebibytes() throws {
      let rate = try DataRate(parsing: "25MiB/s")
      #expect(try MigrationParameters(streamURI: nil, bandwidth: rate).wholeBandwidth() == 25)
      #expect(try MigrationParameters(streamURI: nil).wholeBandwidth() == nil)
    }

    @Test(arguments: [
      ("100Mbit/s", "take 11MiB/s or 12MiB/s"), ("0bit/s", "the smallest limit is 1MiB/s"),
    ])
    func aBandwidthInBetweenIsRefusedWithItsNeighbours(text: String, remedy: String) throws {
      let rate = try DataRate(parsing: text)
      #expect {
        _ = try MigrationParameters(streamURI: nil, bandwidth: rate).wholeBandwidth()
      } throws: {
        ($0 as? RunnerProblem)?.remedy == remedy
      }
    }

    @Test func aDowntimeLimitInBetweenIsRefused() async throws {
      let connection = try await Connection.open(LibvirtConnections.uri)
      let domain = try await connection.createDomain(xml: LibvirtConnections.xml(name: "limited"))
      await #expect(throws: RunnerProblem.self) {
        try await domain.setMaximumDowntime(.microseconds(1500))
      }
      try await domain.destroy()
    }
  }
#endif
