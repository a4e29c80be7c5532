import Testing

/// Where scenarios come from: flags, files, stdin, and settings on top of them.
@Suite struct Predicting {
  let folder: Folder

  init() throws {
    folder = try Folder()
    try folder.write(Example.yaml, to: "small.yaml")
    try folder.write(Example.diverging, to: "diverging.yaml")
    try folder.write(Example.wrong, to: "wrong.yaml")
  }

  @Test func flagsAloneAreEnough() throws {
    let result = try FerryCommand.run(["predict"] + Example.flags, in: folder)
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("scenario\n  outcome       completed\n"))
    #expect(result.output.contains("\n  total time    "))
    #expect(result.output.contains("\n  downtime      "))
    #expect(result.errors.hasPrefix("note: vm.touched is not given"))
  }

  /// Bare QEMU's own figures, and the pause that it can't see.
  @Test func withoutAManagerTheFiguresAreQEMUs() throws {
    let result = try FerryCommand.run(
      [
        "predict", "small.yaml", "--set", "migration.manager=none", "--set",
        "migration.stop-rule.pages=5000",
      ], in: folder)
    #expect(result.code == 0)
    for line in ["\n  total time    ", "\n  downtime      ", "\n  pause         "] {
      #expect(result.output.contains(line), "\(result.output)")
    }
    #expect(result.output.contains("(QEMU shows dirty-sync-count: "))
    #expect(!result.output.contains("libvirt"))
    #expect(!result.output.contains("by QEMU"))
  }

  @Test func aNameCanBeGivenToFlags() throws {
    let result = try FerryCommand.run(
      ["predict", "--name", "Berlin to Oslo", "-q"] + Example.flags, in: folder)
    #expect(result.output.hasPrefix("Berlin to Oslo\n"))
  }

  @Test func aFileIsNamedAfterItself() throws {
    let result = try FerryCommand.run(["predict", "small.yaml"], in: folder)
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("small\n  outcome       completed\n"))
    #expect(result.errors == "")
  }

  @Test func stdinIsReadForADash() throws {
    let result = try FerryCommand.run(["predict", "-"], in: folder, input: Example.yaml)
    let file = try FerryCommand.run(["predict", "small.yaml"], in: folder)
    #expect(result.code == 0)
    #expect(result.output == "stdin" + file.output.dropFirst("small".count))
    let wrong = try FerryCommand.run(["predict", "-"], in: folder, input: Example.wrong)
    #expect(wrong.code == 65)
    #expect(wrong.errors.hasPrefix("error: stdin:1:21: vm.memry"))
    let twice = try FerryCommand.run(["predict", "-", "-"], in: folder, input: Example.yaml)
    #expect(twice.code == 64)
    let empty = try FerryCommand.run(["predict", "-"], in: folder)
    #expect(empty.code == 65)
  }

  @Test func settingsAndFlagsReplaceTheFilesValues() throws {
    let plain = try FerryCommand.run(["predict", "small.yaml"], in: folder)
    let set = try FerryCommand.run(
      ["predict", "small.yaml", "--set", "path.rtt=80 ms"], in: folder)
    let flag = try FerryCommand.run(["predict", "small.yaml", "--rtt", "80 ms"], in: folder)
    let same = try FerryCommand.run(
      ["predict", "small.yaml", "--set", "path.rtt=1 ms"], in: folder)
    #expect(set.code == 0)
    #expect(set.output == flag.output)
    #expect(set.output != plain.output)
    #expect(same.output == plain.output)
  }

  @Test func oneWrongFileDoesNotStopTheOthers() throws {
    let result = try FerryCommand.run(
      ["predict", "small.yaml", "wrong.yaml", "diverging.yaml"], in: folder)
    #expect(result.code == 65)
    let titles = result.output.lines.filter { !$0.isEmpty && !$0.hasPrefix(" ") }
    #expect(titles == ["small", "too fast a writer"])
    let errors = result.errors.lines
    #expect(errors.count == 3)
    #expect(errors[0].hasPrefix("error: wrong.yaml:1:21: vm.memry: "))
    #expect(errors[1].hasPrefix("error: wrong.yaml:3:14: path.bandwidth: \"100\" has no unit"))
    #expect(errors[2].hasPrefix("error: wrong.yaml:4:8: path.rtt: "))
  }

  @Test func theFirstWrongFileDecidesTheCode() throws {
    let unreadable = ["predict", "none.yaml", "wrong.yaml", "small.yaml"]
    #expect(try FerryCommand.run(unreadable, in: folder).code == 66)
    let wrong = ["predict", "wrong.yaml", "none.yaml", "small.yaml"]
    #expect(try FerryCommand.run(wrong, in: folder).code == 65)
  }

  @Test func whatDoesNotConvergeIsAResultAndSaysWhy() throws {
    let result = try FerryCommand.run(["predict", "diverging.yaml"], in: folder)
    #expect(result.code == 0)
    #expect(result.output.contains("\n  outcome       not-converged\n  because       "))
    #expect(!result.output.contains("total time"))
    #expect(result.output.contains("\n  would help    a bandwidth of "))
    #expect(result.output.contains("\n                a downtime limit of "))
    #expect(result.output.contains("post-copy; perhaps auto-converge, XBZRLE; not multifd\n"))
  }

  @Test func aTimeoutIsAResultAndSaysWhy() throws {
    let result = try FerryCommand.run(
      ["predict", "diverging.yaml", "--timeout", "20s"], in: folder)
    #expect(result.code == 0)
    #expect(result.output.contains("aborted\n  because       not done after 20 s, the timeout\n"))
  }

  @Test func roundsAreToldWhenAskedForAndNoLineIsTooLong() throws {
    for file in ["small.yaml", "diverging.yaml"] {
      let result = try FerryCommand.run(["predict", "-v", file], in: folder)
      #expect(result.output.contains("\n  round  starts [s]"))
      #expect(result.output.lines.allSatisfy { $0.count <= 100 })
      #expect(!result.output.lines.contains { $0.hasSuffix(" ") })
    }
  }

  @Test func asManyRoundsAreCountedAsAreTold() throws {
    let result = try FerryCommand.run(["predict", "-v", "small.yaml"], in: folder)
    let rows = result.output.lines.filter { $0.first == " " && $0.contains(".") }
      .filter { $0.dropFirst(2).first?.isNumber ?? false }
    #expect(rows.last?.hasSuffix(" stopped") ?? false)
    #expect(
      result.output.contains("\n  rounds        \(rows.count), the guest stopped in the last "))
  }
}
