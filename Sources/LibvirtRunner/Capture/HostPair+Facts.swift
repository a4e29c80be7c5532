#if Libvirt
  import Records

  extension HostPair {
    /// Versions and machine, with a check that the scenario speaks of this hypervisor.
    ///
    /// - Throws: `RunnerProblem` where it names another.
    func facts(for planned: PlannedMigration) async throws -> [String: JSONValue] {
      let machine = await HostFacts.ofThisMachine().json
      // With given hosts the runner's machine is another than those that matter.
      var facts = sharesClock ? machine : ["runner": .object(machine)]
      facts["pause_clock"] = .string(
        sharesClock ? "QEMU's events" : "events as the runner got them")
      facts["ferry"] = .string(Record.ferryVersion)
      let qemu = try await source.hypervisorVersion()
      if case .string(let asked)? = planned.scenario["migration"]?["hypervisor"],
        "qemu \(qemu)" != asked, !"qemu \(qemu)".hasPrefix(asked + ".")
      {
        throw RunnerProblem(
          "the scenario's migration.hypervisor is \(asked), and the source has QEMU \(qemu)",
          remedy: "say what there is, or install what you mean")
      }
      facts["qemu"] = .string(qemu)
      facts["libvirt"] = .string(try await source.libvirtVersion())
      facts["qemu_destination"] = .string(try await destination.hypervisorVersion())
      facts["libvirt_destination"] = .string(try await destination.libvirtVersion())
      return facts
    }
  }
#endif
