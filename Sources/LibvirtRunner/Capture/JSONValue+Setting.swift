import Records

extension JSONValue {
  /// The same value with one member, at a path of names, set; objects on the way are made.
  func setting(_ path: String..., to value: JSONValue) -> JSONValue {
    setting(path[...], to: value)
  }

  private func setting(_ path: ArraySlice<String>, to value: JSONValue) -> JSONValue {
    guard let name = path.first else { return value }
    var members: [String: JSONValue] = if case .object(let members) = self { members } else { [:] }
    members[name] = (members[name] ?? .object([:])).setting(path.dropFirst(), to: value)
    return .object(members)
  }
}
