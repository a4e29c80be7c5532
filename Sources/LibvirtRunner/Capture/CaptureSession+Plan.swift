#if Libvirt
  import Scenarios

  extension CaptureSession {
    /// What captures a plan's migrations.
    ///
    /// - Parameters:
    ///   - lab: the name of the lab, for plans whose hosts are a lab's.
    ///   - folder: the campaign's, for what a session after a kill must know; nil keeps nothing.
    /// - Throws: `RunnerProblem` where there is no such lab, or the parts don't go together.
    public static func make(
      for plan: CapturePlan, lab name: String = Lab.defaultName, folder: String?
    ) throws -> CaptureSession {
      try make(for: plan, lab: name, folder: folder, waits: CaptureWaits())
    }

    static func make(
      for plan: CapturePlan, lab name: String = Lab.defaultName, folder: String? = nil,
      waits: CaptureWaits
    ) throws -> CaptureSession {
      let note = folder.map { "\($0)/domain-taken" }
      let isProbed = plan.probes.contains("ping")
      switch (plan.hosts, plan.guest) {
      case (.lab, let guest):
        guard let lab = try Lab.find(name: name) else {
          throw RunnerProblem("there is no lab \(name)", remedy: "run ferry lab up --lab \(name)")
        }
        let console = lab.directory.path(of: .console)
        let site = try LabSite(lab, lock: LabLock(of: lab))
        switch guest {
        case .builtIn:
          return CaptureSession(
            site: site,
            guest: BuiltInGuest(
              console: console, files: DiskFiles(of: lab.directory), isProbed: isProbed),
            isProbedByPing: isProbed, waits: waits)
        case .domain(let name):
          return CaptureSession(
            site: site, guest: NamedGuest(name: name, note: note), waits: waits)
        }
      case (.connections(let source, let destination), .domain(let name)):
        if isProbed {
          throw RunnerProblem(
            "probes need a supervisor beside the hosts, which only a lab has",
            remedy: "leave probes out, or use hosts: lab")
        }
        return CaptureSession(
          site: GivenHosts(source: source, destination: destination),
          guest: NamedGuest(name: name, note: note), waits: waits)
      case (.connections, .builtIn):
        throw RunnerProblem(
          "the built-in guest's kernel is on this machine only, so it needs a lab",
          remedy: "name a domain that runs on the source: guest: {domain: NAME}")
      }
    }
  }
#endif
