import Foundation
import Testing

/// Scenarios to start from.
@Suite struct InitCommand {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(
      "<domain><name>a #1: \"x\"</name><memory unit='GiB'>1</memory></domain>", to: "vm.xml")
    try folder.write("name: web\nmemory: 1024\nscsi0: a:b,size=1G\n", to: "100.conf")
  }

  private func ferry(_ arguments: String...) throws -> FerryCommand.Result {
    try FerryCommand.run(arguments, in: folder)
  }

  @Test func theExampleCanBePredictedAtOnce() throws {
    let example = try ferry("init")
    #expect(example.code == 0)
    #expect(example.errors == "")
    try folder.write(example.output, to: "example.yaml")
    let prediction = try ferry("predict", "-q", "example.yaml")
    #expect(prediction.code == 0)
    #expect(prediction.output.contains("completed"))
  }

  @Test(arguments: [("dumpxml", "vm.xml"), ("qm-config", "100.conf")])
  func aMachinesDefinitionIsValidOnceItsPathIsGiven(kind: String, file: String) throws {
    let whole = try ferry(
      "init", "--from", kind, file, "--bandwidth", "1Gbit/s", "--rtt", "1 ms")
    #expect(whole.code == 0)
    #expect(whole.errors == "")
    try folder.write(whole.output, to: "vm.yaml")
    #expect(try ferry("validate", "-q", "vm.yaml").output == "vm.yaml: valid\n")
    let open = try ferry("init", "--from", kind, file)
    #expect(open.code == 0)
    #expect(open.errors == "note: fill in path.bandwidth and path.rtt\n")
    try folder.write(open.output, to: "open.yaml")
    let refused = try ferry("validate", "open.yaml")
    #expect(refused.code == 65)
    #expect(refused.errors.contains("path.rtt: \"FILL IN\" is not a time"))
  }

  @Test func aDefinitionMayComeFromStdin() throws {
    let result = try FerryCommand.run(
      ["init", "--from", "dumpxml", "-", "--name", "mine", "-q"], in: folder,
      input: try folder.text("vm.xml"))
    #expect(result.code == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("\nname: mine\n"))
  }

  @Test func wrongFilesAndFlagsAreTold() throws {
    #expect(try ferry("init", "vm.xml").code == 64)
    #expect(try ferry("init", "--from", "dumpxml").code == 64)
    let wrong = try ferry("init", "--from", "dumpxml", "100.conf")
    #expect(wrong.code == 65)
    #expect(wrong.errors.hasPrefix("error: 100.conf: is no domain's XML"))
    let other = try ferry("init", "--from", "qm-config", "vm.xml")
    #expect(other.code == 65)
    #expect(other.errors.hasPrefix("error: 100.conf") == false)
    let missing = try ferry("init", "--from", "dumpxml", "none.xml")
    #expect(missing.code == 66)
    let rate = try ferry("init", "--bandwidth", "fast")
    #expect(rate.code == 65)
    #expect(rate.output == "")
    #expect(rate.errors.contains("error: --bandwidth: \"fast\" is not a rate"))
  }
}
