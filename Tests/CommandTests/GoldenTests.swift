/// The program as a shell sees it: every case in Cases/, byte for byte.

import Testing
import Unix

@Suite("Golden cases")
struct GoldenTests {
  @Test("what comes out is what was reviewed", arguments: GoldenCase.all)
  func comesOut(of golden: GoldenCase) throws {
    let came = try golden.run()
    if GoldenCase.isRecording { return try golden.record(came) }
    let expected = try golden.recorded()
    expect(came.output, expected.output, "standard output of \(golden.name)")
    expect(came.errors, expected.errors, "standard error of \(golden.name)")
    #expect(came.status == expected.status, "exit status of \(golden.name)")
  }

  @Test("there are cases for every verb, and none for another", .enabled(if: !GoldenCase.isRecording))
  func everyVerb() {
    let verbs = Set(GoldenCase.all.compactMap { $0.name.split(separator: "/").first.map(String.init) })
    #expect(
      verbs == [
        "filter", "learn", "merge", "show", "generate", "compare", "evaluate", "plot", "check", "program",
      ])
  }

  @Test("the default model that all may use is not there", .disabled(if: !Self.sharedModelExists))
  func noSharedModel() {
    Issue.record("/var/lib/mcfilter/default.mcm is there: cases without a model would use it")
  }

  private static var sharedModelExists: Bool {
    (try? FileInfo(path: "/var/lib/mcfilter/default.mcm")) != nil
  }

  private func expect(_ came: [UInt8], _ expected: [UInt8], _ what: String) {
    if came == expected { return }
    Issue.record(
      """
      \(what) is not what was reviewed
      ──── expected ────
      \(String(decoding: expected, as: UTF8.self))
      ──── came ────
      \(String(decoding: came, as: UTF8.self))
      ────
      """)
  }
}
