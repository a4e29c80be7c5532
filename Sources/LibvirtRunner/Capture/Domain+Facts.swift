#if Libvirt
  import CLibvirt
  import Foundation
  import Records
  import XMLCoder

  extension Domain {
    /// QEMU's machine type as libvirt settled it: "pc-q35-10.0" where only "q35" was asked for.
    func machineType() async throws -> String? {
      let definition = try await xml()
      return try XMLDecoder().decode(MachineOfDomain.self, from: Data(definition.utf8)).os.type
        .machine
    }

    /// Whether libvirt has stopped it to move it, and not its owner (VIR_DOMAIN_PAUSED_MIGRATION).
    func isStoppedForMigration() async throws -> Bool {
      let (state, reason) = try await state()
      return state == .paused && reason == Int32(VIR_DOMAIN_PAUSED_MIGRATION.rawValue)
    }

    /// What QEMU would migrate with (query-migrate-parameters), limits already set included.
    func migrationParameters() async throws -> JSONValue {
      let answer = try await qemuMonitorCommand(#"{"execute": "query-migrate-parameters"}"#)
      let decoded = try JSONDecoder().decode(JSONValue.self, from: Data(answer.utf8))
      return decoded["return"] ?? decoded
    }
  }

  private struct MachineOfDomain: Decodable {
    struct OS: Decodable {
      struct Kind: Decodable { var machine: String? }
      var type: Kind
    }
    var os: OS
  }
#endif
