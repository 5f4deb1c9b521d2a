import Testing

@testable import LogMarkov

/// Room Model: what a tag must do to be counted.
@Suite("Number of tags")
struct TagCountTests {
  @Test("a tag that was only entered is not counted")
  func enteredTagsAreNotCounted() throws {
    var counts = Counts(settings: ModelSettings(key: TypeKey(seed: 1), mask: .values, chainKey: .host))
    let (first, _) = try counts.intern(text: Array("sshd\na".utf8))
    _ = try counts.intern(text: Array("cron\nb".utf8))
    #expect(counts.tagCount == 0)

    var (chain, process) = (ChainContext(), ProcessContext())
    for _ in 0..<2 { counts.count(first, chain: &chain, process: &process, time: nil, gap: 0) }
    #expect(counts.tagCount == 1)
  }
}
