#if Libvirt
  import CLibvirt
  import Records

  /// libvirt's typed parameters, in the order in which they came.
  public struct TypedParameters: Sendable, Equatable {
    public var values: [(name: String, value: JSONValue)]

    public static func == (left: TypedParameters, right: TypedParameters) -> Bool {
      left.values.elementsEqual(right.values, by: ==)
    }

    public subscript(name: String) -> JSONValue? { values.first { $0.name == name }?.value }

    /// A whole number; nil where there is none of that name.
    public func integer(_ name: String) -> Int64? {
      if case .integer(let value)? = self[name] { value } else { nil }
    }

    public func text(_ name: String) -> String? {
      if case .string(let value)? = self[name] { value } else { nil }
    }

    /// Those that are whole numbers, by name.
    public var integers: [String: Int64] {
      Dictionary(
        values.compactMap { name, _ in integer(name).map { (name, $0) } },
        uniquingKeysWith: { first, _ in first })
    }
  }

  extension TypedParameters {
    /// Copies libvirt's array, which stays its owner's.
    init(_ parameters: UnsafePointer<virTypedParameter>?, count: Int32) {
      let all = UnsafeBufferPointer(start: parameters, count: Int(count))
      values = all.map { parameter in
        let name = withUnsafeBytes(of: parameter.field) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return (name, JSONValue(parameter))
      }
    }
  }

  extension JSONValue {
    /// An unsigned number past 2⁶³ is a saturated counter of QEMU's; it stays at the largest.
    fileprivate init(_ parameter: virTypedParameter) {
      let value = parameter.value
      self =
        switch UInt32(parameter.type) {
        case VIR_TYPED_PARAM_INT.rawValue: .integer(Int64(value.i))
        case VIR_TYPED_PARAM_UINT.rawValue: .integer(Int64(value.ui))
        case VIR_TYPED_PARAM_LLONG.rawValue: .integer(value.l)
        case VIR_TYPED_PARAM_ULLONG.rawValue: .integer(Int64(clamping: value.ul))
        case VIR_TYPED_PARAM_DOUBLE.rawValue: .number(value.d)
        case VIR_TYPED_PARAM_BOOLEAN.rawValue: .bool(value.b != 0)
        case VIR_TYPED_PARAM_STRING.rawValue:
          value.s.map { .string(String(cString: $0)) } ?? .null
        default: .null
        }
    }
  }
#endif
