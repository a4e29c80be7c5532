#if Libvirt
  /// A pointer to one of libvirt's reference-counted objects.
  ///
  /// Sendable because libvirt's objects may be used from any thread at the same time
  /// (libvirt.org/html/libvirt-libvirt-host.html, "thread-safe since 0.6.0"), and the pointer
  /// itself never changes. Whoever holds it keeps the object alive.
  struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
  }
#endif
