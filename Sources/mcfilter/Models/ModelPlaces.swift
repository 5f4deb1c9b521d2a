import LogMarkov
import Unix

/// Where models are looked for, and where new ones go (mcfilter(1), FILES).
enum ModelPlaces {
  /// The places that are tried without `-m`, in order. `$MCFILTER_MODEL` must open if it is set.
  static var usual: [String] {
    var places: [String] = []
    if let data = Environment.variable("XDG_DATA_HOME"), !data.isEmpty {
      places.append("\(data)/mcfilter/default.mcm")
    } else if let home = Environment.variable("HOME"), !home.isEmpty {
      places.append("\(home)/.local/share/mcfilter/default.mcm")
    }
    places.append("/var/lib/mcfilter/default.mcm")
    return places
  }

  /// The model of `$MCFILTER_MODEL`, if that is set.
  static var ofEnvironment: String? {
    Environment.variable("MCFILTER_MODEL").flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Which model to open: the one named, the environment's, or the first usual one that is there; nil if there is none.
  static func find(named name: String?) -> String? {
    if let name = name ?? ofEnvironment { return name }
    return usual.first { place in
      do throws(SystemError) {
        _ = try FileInfo(path: place)
        return true
      } catch {
        return error.code != .noSuchFile && error.code != .notADirectory && error.code != .accessDenied
      }
    }
  }

  /// The same for a command that cannot do without one.
  ///
  /// - Throws: `Failure` if there is none.
  static func findAny(named name: String?) throws -> String {
    guard let path = find(named: name) else {
      throw Failure("no model: name one, or make one with 'mcfilter learn'")
    }
    return path
  }

  /// Where a new model goes: the place named, the environment's, or the first usual one that can be written, whose
  /// directory is made if need be.
  static func forWriting(named name: String?) throws -> String {
    if let name = name ?? ofEnvironment { return name }
    for place in usual {
      let directory = String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)])
      try? Environment.makeDirectories(directory)
      if Environment.isWritable(place) { return place }
    }
    throw Failure(
      "no place for the model can be written (\(usual.joined(separator: ", "))): name one with -o")
  }
}
