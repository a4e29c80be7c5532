import Scenarios
import Testing

@Suite struct ExampleScenarios {
  @Test(arguments: Fixture.examples)
  func everyExampleResolves(name: String) throws {
    let scenario = try Scenario(contentsOf: "\(Fixture.scenarios)/\(name).yaml")
    #expect(scenario.notes.isEmpty)
    #expect(scenario.profile.name == "generic-kvm")
  }
}
