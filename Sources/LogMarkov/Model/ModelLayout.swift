/// The constants of the model file: mcfilter-model(5) in code, same names, same order.
enum ModelLayout {
  /// First byte no ASCII; line ends in it, so that a transfer that translates them is noticed.
  static let magic: [UInt8] = [0x89, 0x4D, 0x43, 0x4D, 0x0D, 0x0A, 0x1A, 0x0A]
  static let version: UInt32 = 1
  static let headerBytes = 64
  static let tableEntryBytes = 32
  static let alignment = 64
  static let sectionLimit = 64
  static let checksumOffset = 24
  /// Set in a table entry's flags: a reader that does not know the section skips it.
  static let optionalFlag: UInt32 = 1
  static let metaBytes = 128
  static let typeBytes = 24
  static let successors = 6
  static let tagBytes = 32
  static let pairTableHeaderBytes = 64
  static let bucketBytes = 64
  static let chainBytes = 64
  /// What stands before the scores in `cali`.
  static let calibrationBytes = 256
  static let calibrationBinBytes = 8
  /// Written for a type, a successor or a record that is not there.
  static let noType: UInt32 = .max
  /// Written for a time that is not there.
  static let noTime: Int64 = .min
  /// Files up to this size are verified whole when they are opened: 16 MiB take about 2 ms.
  static let verifiedAtOpen = 16 << 20

  /// How many upper bits of a hash the directory of `count` hashes is made of: the least b with 4·2^b ≥ count.
  static func directoryBits(count: Int) -> Int {
    var bits = 0
    while 4 << bits < count { bits += 1 }
    return bits
  }
}

/// The sections of format version 1, in the order in which they are written.
enum Section: Int, CaseIterable {
  case meta, thsh, tdir, type, succ, tend, text
  case ghsh, tags, gtxt
  case tran, seco, skip, tagt, proc, pro2, gaps
  case srow, prow, p2rw
  case chns, chtx
  case cali, clus

  /// The name in the section table: four ASCII characters.
  var name: String { Section.names[rawValue] }

  /// In the order of the cases, written out: by reflection each name takes 54,000 instructions, together an eighth of
  /// the start.
  private static let names = [
    "meta", "thsh", "tdir", "type", "succ", "tend", "text",
    "ghsh", "tags", "gtxt",
    "tran", "seco", "skip", "tagt", "proc", "pro2", "gaps",
    "srow", "prow", "p2rw",
    "chns", "chtx",
    "cali", "clus",
  ]

  /// Whether a model may do without, and an older reader skips it.
  var isOptional: Bool { self == .cali || self == .clus }

  /// The name's four bytes as a number.
  var code: UInt32 { Section.codes[rawValue] }

  /// Made once: opening a model asks for some three hundred.
  private static let codes = names.map { name in
    name.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
