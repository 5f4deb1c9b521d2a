/// Pictures in the eyes of another program.

import Support
import Testing

/// Whether a reader of XML is there that others rely on.
private let hasXMLReader = (try? Command("xmllint", ["--version"]).run())?.ending == .exited(0)

@Suite("Pictures")
struct PictureTests {
  @Test(
    "others read them as XML", .enabled(if: hasXMLReader, "xmllint is missing"),
    arguments: [
      "mcfilter plot log", "mcfilter plot --input-format=plain --mask=digits log log",
      "mcfilter evaluate --trials=1 --kinds=both --figure=picture log log > /dev/null; cat picture",
    ])
  func readable(_ command: String) throws {
    let scratch = try TemporaryDirectory()
    var shell = try Command.shell(
      "head -n 600 '\(packageRoot)/examples/cluster.log' > log; { \(command); } | xmllint --noout -")
    shell.workingDirectory = scratch.path
    let outcome = try shell.run()
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
  }
}
