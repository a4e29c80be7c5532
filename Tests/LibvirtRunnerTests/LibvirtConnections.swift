#if Libvirt
  import LibvirtRunner
  import Quantities
  import Records
  import Testing

  /// Against the hosts that libvirt's own test driver plays, within this process.
  @Suite struct LibvirtConnections {
    static let uri = "test:///default"

    static func xml(name: String, metadata: String = "") -> String {
      """
      <domain type="test">
        <name>\(name)</name>
        <metadata>\(metadata)</metadata>
        <memory unit="MiB">64</memory>
        <os><type>hvm</type></os>
      </domain>
      """
    }

    @Test func aHostTellsItsVersionsAndName() async throws {
      let connection = try await Connection.open(Self.uri)
      #expect(try await connection.libvirtVersion().wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
      #expect(try await connection.hypervisorVersion() == "0.0.2")
      #expect(try await !connection.hostname().isEmpty)
      #expect(try await connection.capabilitiesXML().contains("<capabilities>"))
      #expect(connection.closeReason == nil)
    }

    @Test func aDomainLivesFromItsDefinitionToItsEnd() async throws {
      let connection = try await Connection.open(Self.uri)
      let domain = try await connection.createDomain(xml: Self.xml(name: "lives; 'a b'"))
      #expect(try await domain.state().state == .running)
      try await domain.suspend()
      #expect(try await domain.state().state == .paused)
      try await domain.resume()
      #expect(try await domain.xml().contains("<memory unit='KiB'>65536</memory>"))
      #expect(try await connection.domain(uuid: domain.uuid).name == "lives; 'a b'")
      #expect(try await connection.domains().contains { $0.uuid == domain.uuid })
      try await domain.destroy()
      #expect(try await !connection.domains().contains { $0.uuid == domain.uuid })
    }

    @Test func aDomainIsKnownByItsMetadata() async throws {
      let connection = try await Connection.open(Self.uri)
      let mark = "<ferry:run xmlns:ferry=\"urn:ferry\" name=\"one\"/>"
      let marked = try await connection.createDomain(xml: Self.xml(name: "marked", metadata: mark))
      let plain = try await connection.createDomain(xml: Self.xml(name: "plain"))
      #expect(try await marked.metadataXML(namespace: "urn:ferry")?.contains("one") == true)
      #expect(try await plain.metadataXML(namespace: "urn:ferry") == nil)
      try await marked.destroy()
      try await plain.destroy()
    }

    @Test func anErrorSaysWhatWasTriedAndWhatLibvirtSaid() async throws {
      let connection = try await Connection.open(Self.uri)
      await #expect {
        _ = try await connection.domain(named: "nobody")
      } throws: { error in
        let error = error as? LibvirtError
        return error?.isMissingDomain == true
          && error?.description.hasPrefix("libvirt could not find domain nobody: ") == true
      }
    }

    @Test func aHostThatIsNotThereIsNamed() async {
      await #expect {
        _ = try await Connection.open("qemu+unix:///system?socket=/no/such/socket")
      } throws: {
        "\($0)".contains("connect to qemu+unix:///system?socket=/no/such/socket")
      }
    }

    @Test func aMissingNetworkNamespaceIsNamed() async {
      await #expect {
        _ = try await Connection.open(Self.uri, networkNamespace: "/no/such/namespace")
      } throws: {
        ($0 as? RunnerProblem)?.what == "can't open /no/such/namespace: No such file or directory"
      }
    }

    @Test func whatADriverLacksIsSaidSo() async throws {
      let connection = try await Connection.open(Self.uri)
      let domain = try await connection.createDomain(xml: Self.xml(name: "lacking"))
      await #expect {
        _ = try await domain.jobStatistics()
      } throws: {
        ($0 as? LibvirtError)?.isUnsupported == true
      }
      try await domain.destroy()
    }
  }
#endif
