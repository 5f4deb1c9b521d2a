/// The key of a model as text, for dumps.
extension TypeKey {
  /// Thirty-two hexadecimal digits: the upper half, then the lower.
  var hexadecimal: String {
    func digits(_ half: UInt64) -> String {
      let text = String(half, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return digits(high) + digits(low)
  }

  /// The key of thirty-two hexadecimal digits; nil if they are not that.
  init?(hexadecimal text: String) {
    guard text.utf8.count == 32, text.allSatisfy(\.isHexDigit), let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(low: low, high: high)
  }
}
