/// The one place where EINTR is handled: a signal nobody waits for must not look like a failure.

/// Calls `body`, and calls it again as long as a signal cuts it short.
///
/// If a signal was caught that the program still has to see to (`CaughtSignals`), the call is not repeated:
/// it might sleep for ever, and the user's ^C with it.
///
/// - Parameters:
///   - call: the C function's name, for the error.
///   - body: calls the C function, which returns −1 and sets `errno` if it fails.
/// - Returns: what `body` returned at last.
/// - Throws: what `errno` says; `.interrupted` only if a caught signal waits.
func retryingInterrupted<Result: SignedInteger>(
  _ call: String, _ body: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = body()
    if result != -1 { return result }
    let error = SystemError.last(call)
    if error.code != .interrupted || CaughtSignals.areWaiting { throw error }
  }
}

/// Calls `body`, and calls it again whenever a signal cuts it short, even one that the program waits for:
/// what has been begun is to be finished.
///
/// - Parameters:
///   - call: the C function's name, for the error.
///   - body: calls the C function, which returns −1 and sets `errno` if it fails.
/// - Returns: what `body` returned at last.
/// - Throws: what `errno` says, never `.interrupted`.
func finishing<Result: SignedInteger>(
  _ call: String, _ body: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = body()
    if result != -1 { return result }
    let error = SystemError.last(call)
    if error.code != .interrupted { throw error }
  }
}
