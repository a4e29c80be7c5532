#if Libvirt
  /// A pointer to one of libvirt's reference-counted objects.
  ///
  /// Sendable because libvirt's API is thread-safe (since 0.6.0, by its release notes), so an object
  /// may be used from any thread at any time, and the pointer itself never changes. Whoever holds it
  /// keeps the object alive.
  struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
  }
#endif
