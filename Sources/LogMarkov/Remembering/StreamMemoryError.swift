/// Why a state cannot be gone on from, as a sentence that says what to do.
public enum StreamMemoryError: Error, Equatable, Sendable {
  case notAState
  case newerVersion
  case damaged
  case line(Int, String)
  case differentMask(String, String)
  case differentChainKey(String, String)
}

extension StreamMemoryError: CustomStringConvertible {
  /// The sentence that stands behind the file's name.
  public var description: String {
    switch self {
    case .notAState:
      "not a state of mcfilter: name a file that is not there yet"
    case .newerVersion:
      "a state of another version: use a newer mcfilter, or remove it to start anew"
    case .damaged:
      "the state is damaged or cut short: remove it to start anew"
    case .line(let number, let problem):
      "line \(number) of the state: \(problem): remove it to start anew"
    case .differentMask(let its, let ours):
      "its mask is \(its), that of the model \(ours): remove it to start anew"
    case .differentChainKey(let its, let ours):
      "its chains are by \(its), those of the model by \(ours): remove it to start anew"
    }
  }
}
