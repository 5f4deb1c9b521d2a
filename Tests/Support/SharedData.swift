/// Where the real logs are, if they are there.

import Unix

/// The directory above this package's sources: `Tests/Support/SharedData.swift` lies three names deep.
public var packageRoot: String {
  #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
}

/// The directory `../shared/data` beside the package; `nil` where there is none, and tests that need it are
/// to be skipped.
public var sharedData: String? {
  let path = packageRoot + "/../shared/data"
  return (try? FileInfo(path: path))?.kind == .directory ? path : nil
}
