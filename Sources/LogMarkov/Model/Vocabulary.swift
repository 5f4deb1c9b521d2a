/// The names of things in memory: texts by number, numbers by hash.
struct Vocabulary: ~Copyable {
  /// The keyed hash of each text.
  private(set) var hashes: [UInt64] = []
  /// Value: number + 1, by the two halves of the hash.
  private var numbers = GrowingPairTable()
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many texts there are.
  var count: Int { hashes.count }

  /// The number of the text with this hash, if it is held.
  func number(of hash: UInt64) -> Int? {
    let value = numbers.value(context: UInt32(hash &>> 32), item: UInt32(truncatingIfNeeded: hash))
    return value == 0 ? nil : Int(value) - 1
  }

  /// The number of the text with this hash, which becomes the next one if it is new.
  mutating func intern(_ hash: UInt64, text: Span<UInt8>) -> (number: Int, isNew: Bool) {
    let value = numbers.value(
      context: UInt32(hash &>> 32), item: UInt32(truncatingIfNeeded: hash), orElse: UInt32(count) + 1)
    let number = Int(value) - 1
    guard number == count else { return (number, false) }
    hashes.append(hash)
    for index in text.indices { bytes.append(text[index]) }
    ends.append(bytes.count)
    return (number, true)
  }

  /// The bytes of a text.
  func text(_ number: Int) -> ArraySlice<UInt8> { bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]] }

  /// Numbers in ascending order of their hashes: the order of a model file.
  func orderOfHashes() -> [Int] { Array(0..<count).sorted { hashes[$0] < hashes[$1] } }
}
