import Dispatch

/// Maps on all processors; the result's order is the input's, whoever computed what.
func parallelMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ transform: @Sendable (Element) -> Result
) -> [Result] {
  // Written at places of their own, read when all are done.
  nonisolated(unsafe) let results = UnsafeMutablePointer<Result?>.allocate(
    capacity: elements.count)
  results.initialize(repeating: nil, count: elements.count)
  defer {
    results.deinitialize(count: elements.count)
    results.deallocate()
  }
  DispatchQueue.concurrentPerform(iterations: elements.count) { index in
    results[index] = transform(elements[index])
  }
  return (0..<elements.count).map { index in
    guard let result = results[index] else { preconditionFailure("no result at \(index)") }
    return result
  }
}
