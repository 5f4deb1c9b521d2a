/// Gaps: the bucket of a time between neighbours.

import Testing

@testable import LogMarkov

struct GapTests {
  @Test("every gap up to the last bucket's has the bucket of the manual's formula")
  func formula() {
    let wrong = (Int64(0)...800_000).first {
      Gap.bucket(from: 1000, to: 1000 + $0) != plainGapBucket(from: 1000, to: 1000 + $0)
    }
    #expect(wrong == nil, "the first gap in a wrong bucket, in seconds")
  }

  @Test(
    "the edges of the buckets",
    arguments: [
      (0, 0), (1, 1), (2, 3), (3, 4), (4, 5), (5, 5), (6, 6), (7, 6), (8, 7), (60, 12), (3600, 24),
      (86_400, 33),
      (741_455, 39), (741_456, 40), (1 << 20, 40), (1 << 31, 40), (1 << 62, 40),
    ] as [(Int64, UInt32)])
  func edges(gap: Int64, bucket: UInt32) {
    #expect(Gap.bucket(from: 0, to: gap) == bucket)
    #expect(bucket < Gap.buckets)
  }

  @Test("a gap that is negative, or unknown, or of more seconds than can be told, is in a bucket, too")
  func extremes() {
    #expect(Gap.bucket(from: 5, to: 4) == 0)
    #expect(Gap.bucket(from: nil, to: 4) == 0)
    #expect(Gap.bucket(from: 5, to: nil) == 0)
    #expect(Gap.bucket(from: nil, to: nil) == 0)
    #expect(Gap.bucket(from: .max, to: .min) == 0)
    #expect(Gap.bucket(from: .min, to: .max) == 40)
    #expect(Gap.bucket(from: -1, to: 0) == 1)
  }
}
