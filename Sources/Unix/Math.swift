internal import Glibc

/// The binary logarithm. The corresponding C function is `log2`.
public func binaryLogarithm(_ value: Double) -> Double { log2(value) }

/// Two to the power of a number. The corresponding C function is `exp2`.
public func binaryPower(_ exponent: Double) -> Double { exp2(exponent) }
/// The natural logarithm. The corresponding C function is `log`.
public func naturalLogarithm(_ value: Double) -> Double { log(value) }

/// A number with six significant digits, right-aligned in `width` bytes. The corresponding C conversion is `%*.6g`.
public func formatGeneral(_ value: Double, width: Int) -> [UInt8] {
  var text = [CChar](repeating: 0, count: 64)
  // Safety: vsnprintf writes at most `count` bytes into `text` and reads the two arguments that the format names.
  let length = unsafe withVaList([CInt(clamping: width), value]) { arguments in
    unsafe vsnprintf(&text, text.count, "%*.6g", arguments)
  }
  return text[0..<min(max(0, Int(length)), text.count - 1)].map { UInt8(bitPattern: $0) }
}
