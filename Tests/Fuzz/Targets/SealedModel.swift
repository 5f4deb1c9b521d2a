/// Model files with right checksums, whatever they say: a fuzzer would never get past them.

import Unix

@testable import LogMarkov

/// The file with its magic, version, length and all checksums made right; the rest is as it was. Files too short for
/// that are left alone.
///
/// By mcfilter-model(5), "Header" and "Section table".
func sealedModel(_ bytes: [UInt8]) -> [UInt8] {
  var file = bytes
  let headerBytes = 64
  let rowBytes = 32
  guard file.count >= headerBytes else { return file }
  file.replaceSubrange(0..<8, with: [0x89, 0x4D, 0x43, 0x4D, 0x0D, 0x0A, 0x1A, 0x0A])
  file.setNumber(1, bytes: 4, at: 8)
  file.setNumber(UInt64(file.count), bytes: 8, at: 16)
  let sections = Int(file.number(12, bytes: 4))
  guard sections <= 64, headerBytes + rowBytes * sections <= file.count else { return file }
  for section in 0..<sections {
    let row = headerBytes + rowBytes * section
    let offset = file.number(row + 8, bytes: 8)
    guard offset <= UInt64(file.count) else { continue }
    let rest = UInt64(file.count) - offset
    // The last section ends where the file does, so that a file may grow and shrink.
    if section == sections - 1 { file.setNumber(rest, bytes: 8, at: row + 16) }
    let length = file.number(row + 16, bytes: 8)
    guard length <= rest else { continue }
    let sum = Checksum.of(Array(file[Int(offset)..<Int(offset + length)]))
    file.setNumber(sum, bytes: 8, at: row + 24)
  }
  file.setNumber(0, bytes: 8, at: 24)
  file.setNumber(Checksum.of(Array(file[..<(headerBytes + rowBytes * sections)])), bytes: 8, at: 24)
  return file
}

extension [UInt8] {
  /// A little-endian number.
  fileprivate func number(_ offset: Int, bytes: Int) -> UInt64 {
    (0..<bytes).reduce(0) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
  }

  fileprivate mutating func setNumber(_ value: UInt64, bytes: Int, at offset: Int) {
    for index in 0..<bytes { self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
  }
}
