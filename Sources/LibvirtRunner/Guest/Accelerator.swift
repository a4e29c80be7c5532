/// What runs a guest's instructions.
public enum Accelerator: String, Sendable, Codable {
  case kvm, tcg
}
