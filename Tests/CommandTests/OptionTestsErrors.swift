// The sentences that tell a user what is wrong with a command.
import Testing

@testable import mcfilter

@Suite("Usage errors")
struct UsageErrorTests {
  private func error(_ arguments: [String]) -> UsageError? {
    do {
      _ = try OptionParser().parse(arguments)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "every way to be wrong has its sentence",
    arguments: [
      (["--treshold"], "unknown option --treshold: did you mean --threshold?"),
      (["--bogus=1"], "unknown option --bogus"),
      (["-z"], "unknown option -z"),
      (["learn", "--ma"], "option --ma is ambiguous: --mask or --max-line"),
      (["--update=x"], "--update is an option of learn, not of the filter"),
      (["merge", "--by=x"], "--by is an option of the filter, learn and compare, not of merge"),
      (
        ["merge", "--mask=x"],
        "--mask is an option of the filter, learn, compare, evaluate and plot, not of merge"
      ),
      (["--model"], "--model needs a value: FILE"),
      (["--stats=1"], "--stats takes no value"),
      (["--input-format=x"], "--input-format takes auto, syslog, json, export, verbose or plain, not 'x'"),
      (["--combine=x"], "--combine takes evidence or sum, not 'x'"),
      (["-r0"], "--rate takes a share above 0 and up to 1 such as 0.001, 1/1000 or 0.1%, not '0'"),
      (
        ["--lookahead=-1"],
        "--lookahead takes a number of seconds such as 1 or 0.5, from 0 to 86400, not '-1'"
      ),
      (["-r1%", "-t8"], "--rate and --threshold exclude each other"),
      (
        ["--combine=evidence", "--estimator=mle"], "--combine=evidence and --estimator=mle exclude each other"
      ),
      (["--paper", "--combine=evidence"], "--combine=evidence and --estimator=mle exclude each other"),
      (
        ["--scale=probability", "--combine=evidence"],
        "--combine=evidence and --scale=probability exclude each other"
      ),
      (["-tx"], "--threshold takes a number such as 8, 8.5 or -3, not 'x'"),
      (["--seed=-1"], "--seed takes a whole number from 0 up, not '-1'"),
      (["--max-chains=0"], "--max-chains takes a whole number from 1 to 16777216, not '0'"),
      (
        ["--max-line=x"], "--max-line takes a number of bytes such as 65536, 64K or 1M, from 1 to 1G, not 'x'"
      ),
      (
        ["merge", "--weight=0"], "--weight takes numbers above 0 between commas, such as 2 or 1,0.5, not '0'"
      ),
      (["--model="], "--model takes a file name, not ''"),
      (["-mx", "--seed=1"], "--seed and --model exclude each other"),
      (["merge"], "merge needs at least one MODEL"),
      (["compare", "a", "b", "c"], "compare takes at most 2 operands: 'c' is too many"),
      (["evaluate", "a", "b", "c"], "evaluate takes at most 2 operands: 'c' is too many"),
      (
        ["evaluate", "--kinds=both,"],
        "--kinds takes some of insertion, deletion and both between commas, each once, not 'both,'"
      ),
      (["show", "a", "b"], "show takes at most 1 operand: 'b' is too many"),
    ])
  func sentences(_ arguments: [String], _ sentence: String) {
    #expect(error(arguments)?.sentence == sentence)
  }

  @Test(
    "the pointer names the help of the verb",
    arguments: [
      (["-z"], "Try 'mcfilter --help' for more information."),
      (["learn", "-z"], "Try 'mcfilter learn --help' for more information."),
    ])
  func pointer(_ arguments: [String], _ pointer: String) {
    #expect(error(arguments)?.pointer == pointer)
  }

  @Test("a sentence is one line without control characters, whatever was typed")
  func oneLine() {
    for hostile in ["\n", "\r\n", "\u{1B}[31m", "\u{9B}", "\u{202E}", "\u{0}", "\u{7F}"] {
      let mistakes = [["--a\(hostile)"], ["-\(hostile)"], ["-t", hostile], ["show", "a", hostile]]
      for sentence in mistakes.map({ error($0)?.sentence }) {
        let harmless = sentence?.unicodeScalars.allSatisfy {
          $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
        }
        #expect(harmless == true, "\(hostile.unicodeScalars.map(\.value)): \(sentence ?? "accepted")")
      }
    }
    #expect(error(["--a\u{1B}[31m"])?.sentence == #"unknown option --a\u{1B}[31m"#)
  }
}
