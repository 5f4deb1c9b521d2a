import LogMarkov
import Unix

/// Pictures: files that appear whole, or bytes on standard output.
enum PictureFile {
  /// Throws, before the long work begins, if a picture cannot be written to `path`, or must not.
  static func requirePlace(_ path: String) throws {
    if path == "-" { return }
    try OutputPlace.require(path, for: "a picture in SVG") { head in
      ["<svg", "<?xml"].contains { head.starts(with: Array($0.utf8)) }
    }
  }

  /// Writes a picture; `-` is standard output.
  ///
  /// - Throws: `Failure`.
  static func write(_ picture: [UInt8], to path: String) throws {
    if path == "-" {
      let output = StandardOutput()
      try output.write(picture.span)
      return try output.finish()
    }
    do throws(SystemError) {
      var file = try ReplacementFile(at: path)
      try file.write(picture.span)
      try file.commit()
    } catch {
      throw Failure(path, error)
    }
  }
}
