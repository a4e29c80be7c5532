#if Libvirt
  import Records

  /// The dirty rate before a migration, by sampled pages, over windows of several lengths: what is
  /// written often counts once in each, so a longer window shows a lower rate.
  enum DirtyRateWindows {
    /// One object a window: {"calc_period": s, "megabytes_per_second": MiB/s}, libvirt's names.
    static func measure(_ domain: Domain, seconds: [Int32]) async throws -> JSONValue {
      var windows: [JSONValue] = []
      for length in seconds {
        try await domain.startDirtyRateCalculation(seconds: length)
        try await Task.sleep(for: .seconds(Int(length)))
        var rate = try await domain.dirtyRate()
        for _ in 0..<50 where rate.status != .measured {
          try await Task.sleep(for: .milliseconds(100))
          rate = try await domain.dirtyRate()
        }
        windows.append(
          .object([
            "calc_period": .integer(Int64(length)), "calc_mode": .string("page-sampling"),
            "megabytes_per_second": rate.mebibytesPerSecond.map(JSONValue.integer) ?? .null,
          ]))
      }
      return .array(windows)
    }
  }
#endif
