import LogMarkov
import Unix

/// Where the filter's lines go: standard output, or the file of `-o`.
protocol LineOutput: ByteSink {
  /// Which file it is, if it is one; who reads it at the same time would never come to its end.
  var identity: FileInfo.Identity? { get }

  /// Goes on in the file that has its name by now, where another may: logrotate has renamed the old one.
  func reopen()

  /// Closes it: only then is everything written.
  ///
  /// - Throws: `Failure`.
  func finish() throws
}

extension StandardOutput: LineOutput {
  var identity: FileInfo.Identity? { (try? FileInfo(descriptor: FileDescriptor.standardOutput))?.identity }

  func reopen() {}
}

/// A file that lines are appended to (`-o`).
final class AppendedFile: LineOutput {
  private let path: String
  private var file: FileDescriptor?

  /// Opens the file, or makes it.
  ///
  /// - Throws: `Failure` if it cannot be written.
  init(_ path: String) throws {
    self.path = path
    file = try AppendedFile.open(path)
  }

  var identity: FileInfo.Identity? {
    switch file {
    case .none: nil
    case .some(let file): (try? FileInfo(descriptor: file))?.identity
    }
  }

  /// Throws `Failure` if the bytes cannot be written, `OutputAbandoned` if nobody takes them.
  func write(_ bytes: Span<UInt8>) throws {
    let isWritten: Bool
    do throws(SystemError) {
      switch file {
      case .none: preconditionFailure("a file that was closed is written to")
      case .some(let file): isWritten = try file.writeAllInTime(bytes)
      }
    } catch {
      throw Failure(path, error)
    }
    if !isWritten { throw OutputAbandoned() }
  }

  /// If that fails it is reported, and the old file goes on: no line is lost for want of a directory.
  func reopen() {
    do {
      file = try AppendedFile.open(path)
    } catch {
      Diagnostics.report((error as? Failure)?.sentence ?? "\(path): \(error)")
    }
  }

  func finish() throws {
    do throws(SystemError) {
      try file.take()?.close()
    } catch {
      throw Failure(path, error)
    }
  }

  private static func open(_ path: String) throws -> FileDescriptor {
    do throws(SystemError) {
      return try FileDescriptor(openingForAppending: path)
    } catch {
      throw Failure(path, error)
    }
  }
}
