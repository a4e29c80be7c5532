import LibvirtRunner
import Testing

@Suite struct Commands {
  @Test func argumentsReachTheProgramAsTheyAre() async throws {
    let hostile = ["a b", "$(id)", "'; rm -rf x; '", "line\nbreak", "", "*"]
    let printed = try await Command("printf", ["%s|"] + hostile).output()
    #expect(printed == hostile.map { "\($0)|" }.joined())
  }

  @Test func aFailureSaysWhatTheProgramSaid() async throws {
    let command = Command("ls", "/no such folder")
    await #expect { try await command.output() } throws: { error in
      "\(error)".contains("ls '/no such folder' ended with code 2: ")
    }
  }

  @Test func aMissingProgramIsNamed() async throws {
    await #expect(throws: RunnerProblem.self) { try await Command("no-such-program").output() }
  }

  @Test func whatTakesTooLongIsEnded() async throws {
    await #expect { try await Command("sleep", "30").output(within: .milliseconds(100)) } throws: {
      "\($0)".contains("did not end within")
    }
  }
}
