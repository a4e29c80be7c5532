import Foundation
import MigrationModel
import Quantities
import Records
import Testing

@testable import Fuzz

@testable import Scenarios

/// Scenarios made from existing machines' definitions.
@Suite struct Drafts {
  /// As virsh 11.3 writes it, shortened.
  static let domain = """
    <domain type='kvm' id='3' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
      <name>web</name>
      <uuid>3c6a06a4-dcb0-45a5-806f-e0b688a081ee</uuid>
      <memory unit='KiB'>4194304</memory>
      <currentMemory unit='KiB'>2097152</currentMemory>
      <vcpu placement='static' current='2'>4</vcpu>
      <os>
        <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
        <boot dev='hd'/>
      </os>
      <features><acpi/><apic/></features>
      <cpu mode='custom' match='exact' check='full'>
        <model fallback='forbid'>EPYC-Rome</model>
        <vendor>AMD</vendor>
        <feature policy='require' name='x2apic'/>
        <feature policy='require' name='tsc-deadline'/>
      </cpu>
      <devices>
        <emulator>/usr/bin/qemu-system-x86_64</emulator>
        <disk type='file' device='disk'>
          <driver name='qemu' type='qcow2'/>
          <source file='/var/lib/libvirt/images/web.qcow2'/>
          <target dev='vda' bus='virtio'/>
        </disk>
        <disk type='network' device='disk'>
          <source protocol='rbd' name='pool/image'><host name='192.0.2.1' port='6789'/></source>
          <target dev='vdb' bus='virtio'/>
        </disk>
        <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
        <interface type='bridge'>
          <mac address='52:54:00:00:00:01'/>
          <source bridge='br0'/>
          <model type='virtio'/>
          <mtu size='1450'/>
        </interface>
        <memballoon model='virtio'/>
      </devices>
    </domain>
    """

  static let config = """
    agent: 1
    boot: order=scsi0;ide2;net0
    cores: 2
    cpu: x86-64-v2-AES
    description: our%0Aserver
    ide2: none,media=cdrom
    machine: pc-i440fx-9.2+pve1
    memory: 2048
    meta: creation-qemu=9.2.0,ctime=1700000000
    migrate_downtime: 0.25
    migrate_speed: 100
    name: web
    net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1,mtu=1400
    ostype: l26
    scsi0: local-lvm:vm-100-disk-0,iothread=1,size=32G
    scsihw: virtio-scsi-single
    sockets: 2

    [before-upgrade]
    memory: 512

    """

  private func draft(domain: String) throws -> ScenarioDraft {
    try ScenarioDraft(domainXML: Data(domain.utf8))
  }

  /// Settles a draft once its path is filled in.
  private func settled(_ draft: ScenarioDraft) throws -> Scenario {
    var draft = draft
    draft.bandwidth = "37 Mbit/s"
    draft.roundTrip = "37 ms"
    return try Fixture.scenario(draft.yaml)
  }

  private func value(_ path: String, _ scenario: Scenario) -> String? {
    scenario.values.first { $0.path == path && $0.origin == .file }?.text
  }

  @Test func aDomainsDefinitionIsReadAndIsAValidScenario() throws {
    let draft = try draft(domain: Self.domain)
    let scenario = try settled(draft)
    #expect(scenario.name == "web")
    #expect(value("vm.memory", scenario) == "4 GiB")
    #expect(value("vm.vcpus", scenario) == "4")
    #expect(value("vm.machine", scenario) == "pc-q35-7.2")
    #expect(value("vm.cpu-vendor", scenario) == "AMD")
    #expect(draft.yaml.contains("\n  #   - {name: vda, size: FILL IN, backend: file}\n"))
    #expect(draft.yaml.contains("\n  #   - {name: vdb, size: FILL IN, backend: ceph}\n"))
    #expect(!draft.yaml.contains("sda"))
    #expect(draft.yaml.contains("\n  #   - {model: virtio, mtu: 1450}\n"))
  }

  @Test func aProxmoxMachinesConfigurationIsToo() throws {
    let draft = try ScenarioDraft(qmConfig: Data(Self.config.utf8))
    let scenario = try settled(draft)
    #expect(scenario.name == "web")
    #expect(value("vm.memory", scenario) == "2 GiB")
    #expect(value("vm.vcpus", scenario) == "4")
    #expect(value("vm.machine", scenario) == "pc-i440fx-9.2")
    #expect(value("migration.downtime-limit", scenario) == "250 ms")
    #expect(value("migration.bandwidth", scenario) == "100 MiB/s")
    #expect(draft.yaml.contains("\n  #   - {name: scsi0, size: 32 GiB}\n"))
    #expect(!draft.yaml.contains("ide2"))
    #expect(draft.yaml.contains("\n  #   - {model: virtio, mtu: 1400}\n"))
    #expect(value("migration.manager", scenario) == "proxmox")
    #expect(draft.yaml.contains("the definition says x86-64-v2-AES"))
  }

  @Test func thePathIsLeftOpenAndValidationPointsAtIt() throws {
    let yaml = try draft(domain: Self.domain).yaml
    let problems = Fixture.problems(yaml)
    #expect(problems.count == 2)
    #expect(problems[0].contains("path.bandwidth: \"FILL IN\" is not a rate"))
    #expect(problems[1].contains("path.rtt: \"FILL IN\" is not a time"))
  }

  /// Comments that are taken off must leave a scenario that is understood but for what is to come.
  @Test func whatStandsInCommentsIsRightByTheFormat() throws {
    for draft in [
      try draft(domain: Self.domain), try ScenarioDraft(qmConfig: Data(Self.config.utf8)),
    ] {
      var lines = draft.yaml.split(separator: "\n").map(String.init)
      let begin = try #require(lines.firstIndex { $0.contains("# disks:") })
      let end = try #require(lines.firstIndex { $0.hasPrefix("path:") })
      for index in begin..<end where !lines[index].hasSuffix("yet:") {
        lines[index] = lines[index].replacing("  # ", with: "  ")
          .replacing("FILL IN", with: "1 GiB")
      }
      let yaml = lines.joined(separator: "\n").replacing("FILL IN", with: "1")
      let kinds = Fixture.problems(yaml).filter { $0.contains(": vm.") }
      #expect(kinds.count == 1)
      #expect(kinds.allSatisfy { $0.hasSuffix("not supported yet") }, "\(kinds)")
    }
  }

  @Test func theExampleIsAValidScenario() throws {
    #expect(Fixture.problems(ScenarioDraft.example.yaml).isEmpty)
  }

  @Test func machineTypesThatNobodyKnowsStandInAComment() throws {
    for machine in ["q35", "pc-q35-rhel9.2.0", "pc-q35-99.0", "virt-9.0", "x' : #", ""] {
      let xml = Self.domain.replacing("pc-q35-7.2", with: machine.replacing("'", with: "&apos;"))
      let draft = try draft(domain: xml)
      #expect(draft.machine == machine)
      #expect(draft.yaml.contains("\n  # machine: "))
      _ = try settled(draft)
    }
  }

  static let hostile = [
    "a: b", "# no", "x #y", "- x", "\"q\"", "'q'", "{a: b}", "[1]", "&a", "*a", "!t", "%d", "@x",
    "`x`", "| x", "> x", "null", "~", "true", "yes", "1:30", "0x10", "1e3", "-1", "12", ".5", "=",
    "<<", "two\nlines", "tab\there", "\u{1}\u{7F}\u{85}\u{2028}\u{FEFF}\u{FFFF}\u{10FFFF}", "é漢🚢",
    " blank ", "back\\slash", "---", "...", "?", "a:", ":", "", "\r\n", "x\u{0301}",
    String(repeating: "n", count: 10_000), "\"; rm -rf /; echo \"",
  ]

  @Test(arguments: hostile)
  func anyNameComesOutAsYAMLThatHoldsIt(name: String) throws {
    let escaped = name.unicodeScalars.map { "&#\($0.value);" }.joined()
    // XML has no place for most control characters, so the draft is made by hand as well.
    var draft = ScenarioDraft.example
    draft.name = name
    draft.machine = name
    draft.cpuMode = name
    draft.disks = [ScenarioDraft.Disk(name: name, size: nil, backend: nil)]
    draft.nics = [ScenarioDraft.NIC(model: name, mtu: nil)]
    let scenario = try Fixture.scenario(draft.yaml)
    let cleaned = name.unicodeScalars.prefix(200).map { scalar -> Character in
      let value = scalar.value
      let isOdd =
        value < 32 || (127..<160).contains(value) || [0x2028, 0x2029, 0xFEFF].contains(value)
        || value & 0xFFFE == 0xFFFE
      return isOdd ? " " : Character(scalar)
    }
    let text = String(cleaned)
    #expect(scenario.name == (text.allSatisfy { $0 == " " } ? "a virtual machine" : text))
    #expect(scenario.input.guest.memory.count == 2 << 30)
    let xml = Self.domain.replacing("<name>web</name>", with: "<name>\(escaped)</name>")
    if let draft = try? self.draft(domain: xml) { _ = try settled(draft) }
  }

  @Test(arguments: [
    ("", "is no domain's XML"), ("<domain>", "is no domain's XML"),
    ("<domain></domain>", "has no <memory>"), ("hello", "is no domain's XML"),
    ("<domain><memory>-5</memory></domain>", "\"-5 KiB\" of memory"),
    ("<domain><memory>lots</memory></domain>", "\"lots KiB\" of memory"),
    ("<domain><memory unit='parsec'>5</memory></domain>", "\"parsec\", which is no unit"),
    ("<domain><memory>99999999999999999999</memory></domain>", "of memory"),
    ("<domain><memory>1</memory></domain>", "of memory, where"),
    ("<!DOCTYPE x [<!ENTITY a \"b\">]><domain/>", "has a document type"),
    ("\u{0}<domain/>", "is no UTF-8 text"),
    (String(repeating: "<domain>", count: 100_000), "over 100 deep"),
    (
      "<domain>" + String(repeating: "<a>", count: 100_000)
        + String(repeating: "</a>", count: 100_000) + "</domain>", "over 100 deep"
    ),
    (String(repeating: "x", count: 5 << 20), "is over 4 MiB"),
  ])
  func whatIsNoDomainIsTold(xml: String, words: String) {
    do throws(DraftProblem) {
      _ = try ScenarioDraft(domainXML: Data(xml.utf8))
      Issue.record("taken for a domain")
    } catch {
      #expect(error.description.contains(words), "\(error.description)")
    }
  }

  @Test(arguments: [
    ("", "is no qm config"), ("hello\n", "is no qm config"), ("<domain/>", "is no qm config"),
    ("memory: -5\n", "\"-5 MiB\" of memory"), ("memory: \n", "of memory"),
    ("memory: 99999999999999999999\n", "of memory"), ("memory: 1\u{0}", "is no UTF-8 text"),
  ])
  func whatIsNoConfigurationIsTold(text: String, words: String) {
    do throws(DraftProblem) {
      _ = try ScenarioDraft(qmConfig: Data(text.utf8))
      Issue.record("taken for a configuration")
    } catch {
      #expect(error.description.contains(words), "\(error.description)")
    }
  }

  @Test func theDefaultsAreQms() throws {
    let draft = try ScenarioDraft(qmConfig: Data("name: bare\r\nmemory: current=1024\r\n".utf8))
    let scenario = try settled(draft)
    #expect(value("vm.memory", scenario) == "1 GiB")
    #expect(value("vm.vcpus", scenario) == "1")
    #expect(value("migration.downtime-limit", scenario) == "100 ms")
    #expect(try ScenarioDraft(qmConfig: Data("cores: 1\n".utf8)).memory.count == 512 << 20)
  }

  /// Whatever can be read of a damaged definition gives a scenario that is right but for the path.
  @Test func mutantsAreReadOrToldAndWhatIsReadIsValid() throws {
    var read = 0
    for seed in UInt64(0)..<400 {
      let isDomain = seed % 2 == 0
      let mutator = Mutator(originals: [isDomain ? Self.domain : Self.config], seed: seed)
      let mutant = Data(mutator.mutant(0).utf8)
      do throws(DraftProblem) {
        let draft =
          try isDomain ? ScenarioDraft(domainXML: mutant) : ScenarioDraft(qmConfig: mutant)
        read += 1
        do {
          _ = try settled(draft)
        } catch {
          Issue.record("seed \(seed): \(error)\n\(draft.yaml)")
        }
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(read > 100)
  }
}
