import Support
import Testing

@testable import LogMarkov

extension SkeletonHash {
  /// The hash of a whole text.
  fileprivate func hash(_ text: [UInt8], shape: UInt64 = 0) -> UInt64 {
    SkeletonHash.hash(text.span, shape: shape, keys: keys.span)
  }

  /// The same byte by byte: the plain version.
  fileprivate func plainHash(_ text: [UInt8], shape: UInt64) -> UInt64 {
    func word(_ bytes: some Collection<UInt8>, at offset: Int) -> UInt64 {
      let eight = bytes.dropFirst(offset).prefix(8)
      return eight.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    var (high, low) = (UInt64(0), UInt64(0))
    for start in stride(from: 0, to: max(1, text.count), by: 16) {
      let isLast = start + 16 > text.count
      var part = Array((isLast ? text.suffix(16) : text[start...].prefix(16)))
      part += [UInt8](repeating: 0, count: 16 - part.count)
      let levelled = part.map { (0x30...0x39).contains($0) ? 9 : $0 &- 0x30 }
      let product = (word(levelled, at: 0) &+ word(keys, at: start)).multipliedFullWidth(
        by: word(levelled, at: 8) &+ word(keys, at: start + 8))
      let sum = low.addingReportingOverflow(product.low)
      low = sum.partialValue
      high = high &+ product.high &+ (sum.overflow ? 1 : 0)
    }
    let product = (low ^ shape ^ word(keys, at: SkeletonHash.longest)).multipliedFullWidth(
      by: (high ^ UInt64(text.count)) &+ word(keys, at: SkeletonHash.longest + 8))
    return product.high ^ product.low
  }
}

@Suite("The hash of skeletons")
struct SkeletonHashTests {
  @Test("is what the plain version says")
  func plainVersion() {
    let hash = SkeletonHash(key: TypeKey(seed: 4))
    var random = SplitMix64(seed: 6)
    let digits = Array("0123456789/:".utf8)
    for length in 0...SkeletonHash.longest {
      let text = (0..<length).map { _ -> UInt8 in
        let byte = UInt8.random(in: .min ... .max, using: &random)
        return byte < 0x80 ? byte : digits[Int(byte) % digits.count]
      }
      let shape = random.next()
      #expect(hash.hash(text, shape: shape) == hash.plainHash(text, shape: shape), "length \(length)")
    }
  }

  @Test("tells texts of every length apart by their last byte, and digits not at all")
  func lengths() {
    let hash = SkeletonHash(key: TypeKey(seed: 1))
    var seen: Set<UInt64> = []
    for length in 1...SkeletonHash.longest {
      var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
      func ending(in byte: Character) -> UInt64 {
        text[length - 1] = byte.asciiValue ?? 0
        return hash.hash(text)
      }
      let zero = ending(in: "0")
      #expect(zero == ending(in: "9"))
      for value in [ending(in: "a"), ending(in: "b"), zero] {
        #expect(seen.insert(value).inserted, "length \(length)")
      }
    }
  }

  @Test("takes no byte but the ten digits for a digit", arguments: [1, 7, 16, 20])
  func digits(place: Int) {
    let hash = SkeletonHash(key: TypeKey(seed: 1))
    var values: [UInt64: [UInt8]] = [:]
    for byte in UInt8.min...UInt8.max {
      var text = [UInt8](repeating: 0xFF, count: place + 2)
      text[place] = byte
      values[hash.hash(text), default: []].append(byte)
    }
    #expect(values.values.filter { $0.count > 1 } == [Array("0123456789".utf8)])
  }
}
