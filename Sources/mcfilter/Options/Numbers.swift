// How numbers are written on the command line: digits, with `.` as the decimal point in every locale. What
// Swift's own initialisers accept beyond that (a sign `+`, `inf`, `nan`, hexadecimal) is refused.

extension Int {
  /// Reads a whole number of digits only; `nil` if it is anything else or does not fit.
  init?(wholeNumber text: some StringProtocol) {
    guard text.utf8.allSatisfy(\.isDigit) else { return nil }
    self.init(text)
  }

  /// Reads a whole number of bytes, or of units of 1024 (`K`), 1024² (`M`) or 1024³ (`G`) bytes, the letter in
  /// either case.
  init?(byteSize text: String) {
    var digits = text[...]
    var unitBytes = 1
    switch text.utf8.last {
    case UInt8(ascii: "K"), UInt8(ascii: "k"): unitBytes = 1 << 10
    case UInt8(ascii: "M"), UInt8(ascii: "m"): unitBytes = 1 << 20
    case UInt8(ascii: "G"), UInt8(ascii: "g"): unitBytes = 1 << 30
    default: break
    }
    if unitBytes > 1 { digits = digits.dropLast() }
    guard let count = Int(wholeNumber: digits) else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unitBytes)
    guard !overflow else { return nil }
    self = bytes
  }

  /// The number of bytes with the largest unit that divides it: `64K`.
  var byteSize: String {
    for (unitBytes, letter) in [(1 << 30, "G"), (1 << 20, "M"), (1 << 10, "K")]
    where self != 0 && self % unitBytes == 0 {
      return "\(self / unitBytes)\(letter)"
    }
    return "\(self)"
  }
}

extension Double {
  /// Reads a decimal number: perhaps `-`, digits with at most one `.` among or around them, perhaps a decimal
  /// exponent (`--scale=probability` prints such). `nil` if it is anything else or not finite.
  init?(decimal text: some StringProtocol) {
    // Of numbers made of these characters alone Swift's initialiser accepts none that is not decimal.
    guard text.utf8.first != UInt8(ascii: "+"), text.utf8.allSatisfy("0123456789.-+eE".utf8.contains),
      let number = Double(text), number.isFinite
    else { return nil }
    self = number
  }
}

extension Double {
  /// Reads a share above 0 and up to 1: a decimal number (`0.001`), a fraction (`1/1000`), or per cent (`0.1%`).
  init?(share text: String) {
    let share: Double?
    if text.utf8.last == UInt8(ascii: "%") {
      share = Double(decimal: text.dropLast()).map { $0 / 100 }
    } else {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { Double(decimal: $0) }
      guard numbers.count == parts.count, numbers.allSatisfy({ $0 > 0 }) else { return nil }
      switch numbers.count {
      case 1: share = numbers[0]
      case 2: share = numbers[0] / numbers[1]
      default: share = nil
      }
    }
    guard let share, share > 0, share <= 1 else { return nil }
    self = share
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}
