import Scenarios

/// Scenarios that take a moment each.
enum Example {
  static let converging = """
    name: small
    vm: {memory: 1 GiB, touched: 300 MiB}
    path: {bandwidth: 1 Gbit/s, rtt: 1 ms}
    run: {offsets: 1}

    """

  static let diverging = """
    name: too fast a writer
    vm: {memory: 1 GiB, touched: 600 MiB}
    path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
    workload: [{pattern: uniform, working-set: 512 MiB, rate: 50 MiB/s}]
    run: {offsets: 1}

    """

  static func scenario(_ yaml: String, _ settings: String...) throws -> Scenario {
    var node = try ScenarioNode(yaml: yaml, file: "s.yaml")
    for setting in settings { try node.set(setting) }
    return try Scenario(node, file: "s.yaml", profiles: ProfileLibrary(usesFiles: false))
  }
}
