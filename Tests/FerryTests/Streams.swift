import Foundation
import Testing

/// Output that nobody takes.
@Suite struct Streams {
  static let predict = "$FERRY predict \(Example.flags.joined(separator: " ")) -q"
  static let hasFullDevice =
    (try? FileManager.default.attributesOfItem(atPath: "/dev/full")[.type]) as? FileAttributeType
    == .typeCharacterSpecial

  @Test(
    .enabled(if: hasFullDevice, "/dev/full is no device here"),
    arguments: [predict, "\(predict) --format json", "$FERRY --help", "$FERRY --version"])
  func aFullDiskIs74(line: String) throws {
    let result = try FerryCommand.shell("\(line) > /dev/full", in: Folder())
    #expect(result.code == 74)
    #expect(result.errors == "error: can't write to stdout: No space left on device\n")
  }

  @Test func aClosedStreamIs74() throws {
    let result = try FerryCommand.shell("\(Self.predict) >&-", in: Folder())
    #expect(result.code == 74)
    #expect(result.errors.hasPrefix("error: can't write to stdout: "))
  }

  @Test func aReaderThatLeavesIsNoCrash() throws {
    for line in [
      "\(Self.predict) | head -c 1", "\(Self.predict) --format json | true",
      "trap '' PIPE; \(Self.predict) | true", "\(Self.predict) 2>&- | head -c 1",
    ] {
      let result = try FerryCommand.shell(line, in: Folder())
      #expect(result.code == 0)
      #expect(result.errors == "" || result.errors.hasPrefix("error: can't write to stdout"))
    }
  }

  @Test func notesThatNobodyTakesDoNoHarm() throws {
    let line = "$FERRY predict \(Example.flags.joined(separator: " ")) 2>&-"
    let result = try FerryCommand.shell(line, in: Folder())
    #expect(result.code == 0)
    #expect(result.output.contains("completed"))
  }
}
