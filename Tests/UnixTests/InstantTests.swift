import Testing
import Unix

@Suite("An instant")
struct InstantTests {
  @Test("never comes before one that was asked for earlier")
  func order() {
    var last = Instant.now
    for _ in 0..<1000 {
      let next = Instant.now
      #expect(next >= last)
      last = next
    }
  }

  @Test("is as far from another as was added to it", arguments: [-90_000, -1, 0, 1, 999_999_999] as [Int64])
  func distance(nanoseconds: Int64) {
    let start = Instant.now
    let other = start + .nanoseconds(nanoseconds)
    #expect(start.duration(to: other) == .nanoseconds(nanoseconds))
    #expect(other.duration(to: start) == .nanoseconds(-nanoseconds))
    #expect((start < other) == (nanoseconds > 0))
  }

  @Test("goes on as Swift's own clock does")
  func pace() {
    let (outer, start, inner) = (ContinuousClock.now, Instant.now, ContinuousClock.now)
    while inner.duration(to: .now) < .milliseconds(5) {}
    let passed = start.duration(to: .now)
    #expect(passed >= .milliseconds(5))
    #expect(passed <= outer.duration(to: .now))
  }
}
