import Synchronization

/// The values of `body(0)`, `body(1)`, … `body(count − 1)`, computed on up to `threads` threads, in the order of the indices.
///
/// - Throws: of several errors the one of the lowest index; the other indices are run all the same.
public func parallelMap<Value: Sendable, Failure: Error>(
  _ count: Int, threads: Int = coreCount, _ body: @Sendable (Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
  var values: [Value] = []
  values.reserveCapacity(count)
  for result in parallelResults(count, threads: threads, body) { values.append(try result.get()) }
  return values
}

/// The value or error of every index, in the order of the indices; for work that goes on where a part fails.
public func parallelResults<Value: Sendable, Failure: Error>(
  _ count: Int, threads: Int = coreCount, _ body: @Sendable (Int) throws(Failure) -> Value
) -> [Result<Value, Failure>] {
  let places = Mutex<[Result<Value, Failure>?]>(Array(repeating: nil, count: count))
  parallelFor(count, threads: threads) { index in
    let result: Result<Value, Failure>
    do throws(Failure) {
      result = .success(try body(index))
    } catch {
      result = .failure(error)
    }
    places.withLock { $0[index] = result }
  }
  return places.withLock { $0 }.map { result in
    guard let result else { preconditionFailure("every index is run") }
    return result
  }
}
