extension HostProfile {
  /// The profiles that need no file, by name: their texts lie in Profiles/Ready.
  static let builtIn: [(name: String, yaml: String)] = [
    ("generic-kvm", PackageResources.generic_kvm_yaml),
    ("gigabit-kvm", PackageResources.gigabit_kvm_yaml),
    ("gigabit-kvm-stock", PackageResources.gigabit_kvm_stock_yaml),
    ("ferry-lab", PackageResources.ferry_lab_yaml),
  ].map { ($0, String(decoding: $1, as: UTF8.self)) }

  var isBuiltIn: Bool {
    file == nil && HostProfile.builtIn.contains { $0.name == name }
  }
}
