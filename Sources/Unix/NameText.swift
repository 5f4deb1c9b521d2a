/// Names as Strings and back: the kernel's names are bytes, and need be no text.

extension String {
  /// What stands for the byte 0 in a String; other bytes follow. These scalars are the last for private use.
  private static let firstByteScalar: UInt32 = 0x10_FF00

  /// A name, whatever its bytes: a file's, an argument, a variable's value.
  ///
  /// Bytes of which no UTF-8 is made become scalars for private use; so do the bytes of such a scalar itself, and
  /// `nameBytes` gives every name back as it was. Python does the same with surrogates (PEP 383), which no String can hold.
  /// - Complexity: O(bytes).
  public init(nameBytes bytes: [UInt8]) {
    self = ""
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var start = 0
    while true {
      let length: Int
      switch parser.parseScalar(from: &rest) {
      case .emptyInput: return
      case .valid(let encoded):
        length = encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if scalar.value < String.firstByteScalar {
          unicodeScalars.append(scalar)
        } else {
          append(escaping: bytes[start..<start + length])
        }
      case .error(let count):
        length = count
        append(escaping: bytes[start..<start + length])
      }
      start += length
    }
  }

  private mutating func append(escaping bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if let scalar = Unicode.Scalar(String.firstByteScalar + UInt32(byte)) { unicodeScalars.append(scalar) }
    }
  }

  /// The name's bytes.
  ///
  /// - Complexity: O(bytes).
  public var nameBytes: [UInt8] {
    guard utf8.contains(0xF4) else { return Array(utf8) }
    var bytes: [UInt8] = []
    for scalar in unicodeScalars {
      if scalar.value >= String.firstByteScalar {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes += Array(String(scalar).utf8)
      }
    }
    return bytes
  }

  /// The name as C functions take it, with its NUL.
  var nameForC: [CChar] { nameBytes.map { CChar(bitPattern: $0) } + [0] }
}
