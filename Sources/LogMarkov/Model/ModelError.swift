/// Each way in which a model cannot be read or made, as a sentence that says what to do.
public enum ModelError: Error, Equatable, Sendable {
  case empty
  case notAModel
  case newerVersion(UInt32)
  case cutShort(length: UInt64, expected: UInt64)
  case grown(length: UInt64, expected: UInt64)
  case damagedHeader
  case damagedSection(String)
  case unknownSection(String)
  case missingSection(String)
  case contradiction(String)
  case differentMask(String, String)
  case differentChainKey(String, String)
  case tooLarge(String)
}

extension ModelError: CustomStringConvertible {
  /// The sentence that stands behind the file's name.
  public var description: String {
    switch self {
    case .empty:
      "the file is empty: learn the model again"
    case .notAModel:
      "not a model of mcfilter: make one with 'mcfilter learn'"
    case .newerVersion(let version):
      "model format version \(version), this program reads version \(ModelLayout.version): use a newer mcfilter"
    case .cutShort(let length, let expected):
      "the model is cut short, \(length) of \(expected) bytes: copy it again"
    case .grown(let length, let expected):
      "the model has \(length) bytes where it says \(expected): copy it again"
    case .damagedHeader:
      "the model's header is damaged: copy or learn it again"
    case .damagedSection(let name):
      "the model's section '\(name)' is damaged: copy or learn it again"
    case .unknownSection(let name):
      "the model needs its section '\(name)', which this program does not know: use a newer mcfilter"
    case .missingSection(let name):
      "the model lacks its section '\(name)': learn it again"
    case .contradiction(let what):
      "the model contradicts itself (\(what)): copy or learn it again"
    case .differentMask(let ours, let theirs):
      "its mask is \(theirs), the first model's is \(ours): merge models of one mask only"
    case .differentChainKey(let ours, let theirs):
      "its chains are by \(theirs), the first model's by \(ours): merge models of one chain key only"
    case .tooLarge(let what):
      "more \(what) than a model file can hold: learn parts of the log"
    }
  }
}
