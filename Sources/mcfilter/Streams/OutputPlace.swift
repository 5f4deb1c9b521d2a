import Unix

/// Places of files that a command will write when it is done.
enum OutputPlace {
  /// Looks, before the long work begins, whether a file can be written to `path`, and may: what is of another kind is not
  /// replaced, so that `-o *.log` costs nobody a log.
  ///
  /// - Parameters:
  ///   - path: where the file goes; not standard output.
  ///   - kind: what it will be, with its article.
  ///   - isOfKind: whether a file that begins with these bytes, up to 64, is of this kind.
  /// - Throws: `Failure` if not.
  static func require(_ path: String, for kind: String, _ isOfKind: (ArraySlice<UInt8>) -> Bool) throws {
    if let old = try? FileInfo(path: path) {
      // To open a pipe may be to wait, and to close it is to end its reader's input.
      if old.kind != .regular && old.kind != .directory { return }
      if old.kind == .regular, old.size > 0, (try? isOfKind(head(of: path))) == false {
        throw Failure("\(path): not \(kind), and not replaced by one: name another file")
      }
    }
    do throws(SystemError) {
      _ = try ReplacementFile(at: path)
    } catch {
      throw Failure(path, error)
    }
  }

  /// The first bytes of a file, up to 64.
  static func head(of path: String) throws(SystemError) -> ArraySlice<UInt8> {
    var head = [UInt8](repeating: 0, count: 64)
    var span = head.mutableSpan
    guard case .bytes(let count) = try FileDescriptor(openingForReading: path).read(into: &span) else {
      return []
    }
    return head[..<count]
  }
}
