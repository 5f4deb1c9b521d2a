/// The ways to clean a message of its variable parts; a model is learned with one of them and keeps it.
///
/// The raw value is the name that `--mask` takes and `show` prints.
public enum Mask: String, CaseIterable, Sendable {
  /// The paper's: ASCII digits go (`DigitsMask`).
  case digits
  /// The default: whatever looks like a value becomes `*` (`ValuesMask`).
  case values

  /// The number that a model file stores.
  var code: UInt32 {
    switch self {
    case .digits: 1
    case .values: 2
    }
  }

  /// The mask of this number, if there is one.
  init?(code: UInt32) {
    guard let mask = Mask.allCases.first(where: { $0.code == code }) else { return nil }
    self = mask
  }
}
