import LogMarkov
import Unix

/// The only writer of sentences to standard error.
enum Diagnostics {
  /// Prints `mcfilter: sentence`.
  static func report(_ sentence: String) { write("mcfilter: \(sentence)\n") }

  /// Prints text as it is, names in it as their bytes. What cannot be written to standard error cannot be reported
  /// anywhere.
  static func write(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAllInTime(text.nameBytes.span)
  }
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
