import Support
import Testing
import Unix

@Suite("Arrays with one owner")
struct OwnedArrayTests {
  @Test("hold what an array would", arguments: UInt64(1)...5)
  func likeArray(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var plain: [UInt32] = []
    var owned = OwnedArray<UInt32>()
    for _ in 0..<2000 {
      let element = UInt32.random(in: 0...UInt32.max, using: &random)
      switch Int.random(in: 0..<100, using: &random) {
      case 0:
        plain.removeAll()
        owned.removeAll()
      case 1..<10:
        let times = Int.random(in: 0..<50, using: &random)
        plain.append(contentsOf: repeatElement(element, count: times))
        owned.append(repeating: element, times: times)
      case 10..<50 where !plain.isEmpty:
        let place = Int.random(in: plain.indices, using: &random)
        plain[place] &+= 1
        owned[place] &+= 1
      default:
        plain.append(element)
        owned.append(element)
      }
      #expect(owned.count == plain.count && owned.indices == plain.indices)
    }
    #expect(owned.indices.map { owned[$0] } == plain)
    #expect(owned.span.indices.map { owned.span[$0] } == plain)
    #expect(elements(of: owned) == [7] + plain)
    change(&owned, first: 9)
    #expect(owned[0] == 9)
  }

  private func elements(of owned: borrowing OwnedArray<UInt32>) -> [UInt32] {
    var elements: [UInt32] = [7]
    owned.append(to: &elements)
    return elements
  }

  private func change(_ owned: inout OwnedArray<UInt32>, first: UInt32) {
    var span = owned.mutableSpan
    span[0] = first
  }

  @Test("begin with one element many times, or none")
  func repeating() {
    let owned = OwnedArray(repeating: UInt64(5), count: 3)
    #expect(owned.indices.map { owned[$0] } == [5, 5, 5])
    let none = OwnedArray(repeating: UInt64(5), count: 0)
    var elements: [UInt64] = []
    none.append(to: &elements)
    #expect(none.count == 0 && elements.isEmpty)
  }

  @Test("grow by megabytes, which the C library moves elsewhere, with all they hold")
  func large() {
    var owned = OwnedArray<UInt64>()
    owned.reserveCapacity(100)
    for number in 0..<UInt64(1_000_000) { owned.append(number) }
    owned.append(repeating: 7, times: 1_000_000)
    owned.reserveCapacity(5_000_000)
    owned.reserveCapacity(10)
    #expect(owned.count == 2_000_000)
    #expect(owned.indices.allSatisfy { owned[$0] == ($0 < 1_000_000 ? UInt64($0) : 7) })
  }

  @Test("trap where there is no element", arguments: [-1, 3, Int.max, Int.min])
  func outside(index: Int) async {
    await #expect(processExitsWith: .failure) { [index] in
      let owned = OwnedArray(repeating: UInt8(0), count: 3)
      _ = owned[index]
    }
    await #expect(processExitsWith: .failure) { [index] in
      var owned = OwnedArray(repeating: UInt8(0), count: 3)
      owned[index] = 1
    }
  }

  @Test("trap at negative counts")
  func negative() async {
    await #expect(processExitsWith: .failure) { _ = OwnedArray(repeating: UInt8(0), count: -1) }
    await #expect(processExitsWith: .failure) {
      var owned = OwnedArray<UInt8>()
      owned.append(repeating: 0, times: -1)
    }
  }
}
