import Foundation
import Testing

/// Help, version, completion, and what is told to those who slip.
@Suite struct Usage {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
  }

  static let snapshots = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Snapshots")

  /// `FERRY_UPDATE=1 swift test --filter FerryTests` writes the files anew.
  static var isUpdating: Bool { ProcessInfo.processInfo.environment["FERRY_UPDATE"] == "1" }

  @Test(arguments: [
    ("ferry", ["--help"]), ("predict", ["predict", "--help"]),
    ("validate", ["validate", "--help"]), ("explain", ["explain", "--help"]),
    ("compare", ["compare", "--help"]),
    ("capture", ["capture", "--help"]),
    ("import", ["import", "--help"]), ("init", ["init", "--help"]),
  ])
  func helpIsAsCommitted(name: String, arguments: [String]) throws {
    let result = try FerryCommand.run(arguments, in: folder)
    #expect(result.code == 0)
    #expect(result.errors == "")
    let file = Self.snapshots.appending(path: "\(name).txt")
    if Self.isUpdating { try Data(result.output.utf8).write(to: file) }
    #expect(result.output == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  @Test func theVersionIsANumber() throws {
    let result = try FerryCommand.run(["--version"], in: folder)
    #expect(result.code == 0)
    #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionKnowsTheFlags(shell: String) throws {
    let result = try FerryCommand.run(["--generate-completion-script", shell], in: folder)
    #expect(result.code == 0)
    for word in [
      "predict", "validate", "compare", "bandwidth", "downtime-limit", "vxlan", "qemu 8.1",
      "xen 4.20", "reno",
    ] {
      #expect(result.output.contains(word), "\(word)")
    }
    if shell == "bash" {
      try folder.write(result.output, to: "completion")
      #expect(try FerryCommand.shell("bash -n completion", in: folder).code == 0)
    }
  }

  @Test(arguments: [
    (["bogus"], "Unexpected argument 'bogus'"),
    (["predict"], "Name a scenario file, or give --memory, --bandwidth and --rtt."),
    (["predict", "--memory"], "Missing value for '--memory <size>'"),
    (["predict", "--memry", "1GiB"], "Did you mean '--memory'?"),
    (["predict", "small.yaml", "--format", "xml"], "'table', 'json', 'jsonl', 'csv'"),
    (["predict", "small.yaml", "--grid", "path.rtt"], "--grid path.rtt: write key=values"),
    (
      ["predict", "small.yaml", "--grid", "a=1", "--grid", "b=1", "--grid", "c=1"],
      "A table has two --grid at most"
    ),
    (["predict", "small.yaml", "--trace", "-"], "--trace -: can't go to stdout"),
    (["predict", "small.yaml", "--trace", ""], "--trace '': give a file's name."),
    (
      ["predict", "small.yaml", "--trace", "x.json", "--grid", "path.rtt=1 ms"],
      "--trace draws single predictions"
    ),
    (["predict", "small.yaml", "-v", "--grid", "path.rtt=1 ms"], "-v tells the rounds of single"),
    (["explain"], "Name a scenario file, or give --memory, --bandwidth and --rtt."),
    (["compare", "x", "--format", "csv"], "'table', 'json' or 'jsonl'"),
    (["import", "vmstat", "x"], "'domjobinfo', 'qmp' or 'proxmox'"),
    (["import", "qmp", "-", "--scenario", "-"], "stdin (-) can be read only once."),
    (["predict", "small.yaml", "--set", "path.rtt"], "--set path.rtt: write key=value"),
    (["predict", "small.yaml", "--working-set", "1MiB"], "give --dirty-rate too"),
    (["capture", "x.yaml"], "Say with -o where the records go"),
    (["capture", "x.yaml", "--dry-run", "--limit", "0"], "--limit 0: give 1 or more."),
    (["compare"], "Missing expected argument '<files> ...'"),
    (["compare", "x", "--verbose"], "Unknown option '--verbose'"),
    (["--generate-completion-script", "tcsh"], "tcsh"),
  ])
  func wrongUsageIs64(arguments: [String], words: String) throws {
    let result = try FerryCommand.run(arguments, in: folder)
    #expect(result.code == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test(arguments: [
    (["--set", "path.rrt=1 ms"], "error: --set path.rrt: unknown key; did you mean rtt?"),
    (["--rtt", "5"], "error: --rtt: \"5\" has no unit: "),
    (["--offsets", "0"], "error: --offsets: 0 is not between 1 and 99"),
    (["--overlay", "vxla"], "error: --overlay: \"vxla\" is not known here; did you mean vxlan?"),
    (["--profile", "nowhere"], "error: --profile: no profile \"nowhere\""),
    (["--set", "migration.compressed=true"], "not supported yet"),
  ])
  func aWrongValueIs65AndNamesItsFlag(arguments: [String], words: String) throws {
    let result = try FerryCommand.run(["predict", "small.yaml"] + arguments, in: folder)
    #expect(result.code == 65)
    #expect(result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
  }
}
