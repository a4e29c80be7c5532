import MigrationModel
import Quantities

extension Resolution {
  /// `hosts` is the profile whose workloads a part may name; nil where there is none, which is
  /// told elsewhere.
  mutating func guest(hosts: HostProfile?) -> Guest? {
    checkMachine()
    let parts = checkParts()
    let found = parts?.compactMap { findWorkload(of: $0, hosts: hosts) } ?? []
    guard let memory = root?.at("vm", "memory")?.size else { return nil }
    let stress = parts.map { stressLoads(of: $0) } ?? [:]
    let touched = touched(
      of: memory, by: found.first?.workload,
      stressed: touchedPages(by: stress, parts ?? [], memory: memory))
    guard let parts else { return nil }
    let workload = workload(
      parts, found.first, stress, memory: memory, touched: touched)
    let disks = disks()
    return Guest(
      memory: memory, touched: touched, workload: workload, disks: disks,
      diskWork: parts.compactMap { diskWork($0, on: disks) })
  }

  private mutating func touched(
    of memory: ByteCount, by workload: WorkloadProfile?, stressed: PageCount?
  ) -> ByteCount {
    guard let written = root?.at("vm", "touched"), let touched = written.size(of: memory) else {
      if let workload, let touched = workload.touched?.bytes(of: memory) {
        checker.note("vm.touched", touched.description, .profile(workload.profile))
        return touched
      }
      if let stressed {
        let touched = min(memory, stressed.bytes)
        checker.note("vm.touched", touched.description, .default)
        notes.append(
          "vm.touched is not given: \(touched), what stress-ng and a small Linux guest's own "
            + "system touched in the lab")
        return touched
      }
      if checker.problems.allSatisfy({ $0.path != "vm.touched" }) {
        checker.note("vm.touched", memory.description, .default)
        notes.append(
          "vm.touched is not given: all of memory counts as touched, so times are upper bounds")
      }
      return memory
    }
    // The pages that a capture counts include the firmware's.
    let limit = memory + Guest.firmwarePages.bytes
    if touched > limit {
      contradict("\"\(written.text)\" is more than vm.memory has (\(memory))", written)
      return memory
    }
    return touched
  }

  /// The parts that could be read; what each says by itself is held against its pattern.
  private mutating func checkParts() -> [Settled]? {
    guard let list = root?["workload"]?.list else { return nil }
    let parts = list.compactMap(\.self)
    var idle = 0
    for part in parts {
      if part["pattern"]?.word == "idle" {
        idle += 1
        if idle == 2, let pattern = part["pattern"] {
          contradict("idle is given twice; a guest has one background", pattern)
        }
      }
      for leaf in part.leaves {
        if leaf["pattern"]?.word == "curve" { checker.checkCurve(leaf) }
        if leaf["pattern"]?.word == "trace" { checker.checkTrace(leaf) }
      }
      if let list = part["parts"], list.list?.isEmpty == true {
        contradict("has no part", list)
      }
    }
    return parts
  }

  private mutating func checkMachine() {
    let written = root?.at("vm", "machine")
    let hypervisor = root?.at("migration", "hypervisor")?.word
    let newest = Resolution.newestMachines[hypervisor ?? ""] ?? (10, 0)
    guard let written, let text = written.word else {
      if hypervisor != nil {
        checker.note("vm.machine", "pc-q35-\(newest.0).\(newest.1)", .default)
      }
      return
    }
    guard let version = Resolution.machineVersion(text) else {
      contradict(
        "\"\(excerpt(text))\" is no machine type known here; write pc-q35-X.Y or pc-i440fx-X.Y",
        written)
      return
    }
    if let hypervisor, version > newest {
      contradict("\(text) is newer than \(hypervisor), which doesn't have it", written)
    }
  }

  /// A hypervisor's newest machine type is its own version's.
  private static let newestMachines = [
    "qemu 7.2": (7, 2), "qemu 8.1": (8, 1), "qemu 10.0": (10, 0),
  ]

  /// (7, 2) of "pc-q35-7.2".
  static func machineVersion(_ text: String) -> (Int, Int)? {
    for family in ["pc-q35-", "pc-i440fx-"] where text.hasPrefix(family) {
      let numbers = text.dropFirst(family.count).split(
        separator: ".", omittingEmptySubsequences: false)
      guard numbers.count == 2 || numbers.count == 3,
        numbers.allSatisfy({ $0.utf8.allSatisfy({ (48...57).contains($0) }) && $0.utf8.count <= 3 }
        ),
        let major = Int(numbers[0]), let minor = Int(numbers[1])
      else { return nil }
      return (major, minor)
    }
    return nil
  }
}
