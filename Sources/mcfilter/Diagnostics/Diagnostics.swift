import LogMarkov
import Unix

/// The only writer of sentences to standard error.
enum Diagnostics {
  /// Prints `mcfilter: sentence`.
  static func report(_ sentence: String) { write("mcfilter: \(sentence)\n") }

  /// The same of what ends the program, even where nothing is to be said (`--mmexternal`): there will be no answer, and
  /// whoever waits for one logs what came.
  static func reportEnd(_ sentence: String) {
    StandardError.isSilent = false
    report(sentence)
  }

  /// Prints text as it is, names in it as their bytes.
  static func write(_ text: String) { StandardError.write(text.nameBytes.span) }
}

/// A failure that ends the command: one sentence, `what: why: what to do`.
struct Failure: Error {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }

  /// A failure of a system call on a file.
  init(_ path: String, _ error: SystemError) { self.init("\(path): \(error.message)") }

  /// A file that is no usable model.
  init(_ path: String, _ error: ModelError) { self.init("\(path): \(error)") }
}
