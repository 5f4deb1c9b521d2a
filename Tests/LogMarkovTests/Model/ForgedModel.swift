/// Model files taken apart and put together again, by the manual and not by the code under test: for lies.

import Testing

@testable import LogMarkov

/// The sections of a model file.
struct ForgedModel {
  /// A section.
  struct Part {
    var name: String
    var flags: UInt32 = 0
    var bytes: [UInt8]
  }

  var parts: [Part] = []

  /// Takes a well-formed file apart: mcfilter-model(5), "Header" and "Section table".
  init(_ file: [UInt8]) {
    for entry in 0..<Int(number(file, at: 12, bytes: 4)) {
      let base = 64 + 32 * entry
      let offset = Int(number(file, at: base + 8, bytes: 8))
      let length = Int(number(file, at: base + 16, bytes: 8))
      parts.append(
        Part(
          name: String(decoding: file[base..<base + 4], as: UTF8.self),
          flags: UInt32(number(file, at: base + 4, bytes: 4)), bytes: Array(file[offset..<offset + length])))
    }
  }

  /// The bytes of a section.
  subscript(name: String) -> [UInt8] {
    get { parts.first { $0.name == name }?.bytes ?? [] }
    set { for index in parts.indices where parts[index].name == name { parts[index].bytes = newValue } }
  }

  /// The file, with all checksums right.
  func file() -> [UInt8] {
    var file: [UInt8] = [0x89, 0x4D, 0x43, 0x4D, 0x0D, 0x0A, 0x1A, 0x0A]
    append(1, bytes: 4, to: &file)
    append(UInt64(parts.count), bytes: 4, to: &file)
    file += [UInt8](repeating: 0, count: 48 + 32 * parts.count)
    for (entry, part) in parts.enumerated() {
      while file.count % 64 != 0 { file.append(0) }
      let base = 64 + 32 * entry
      file.replaceSubrange(base..<base + 4, with: Array(part.name.utf8))
      set(UInt64(part.flags), bytes: 4, at: base + 4, in: &file)
      set(UInt64(file.count), bytes: 8, at: base + 8, in: &file)
      set(UInt64(part.bytes.count), bytes: 8, at: base + 16, in: &file)
      set(Checksum.of(part.bytes), bytes: 8, at: base + 24, in: &file)
      file += part.bytes
    }
    set(UInt64(file.count), bytes: 8, at: 16, in: &file)
    sealHeader(of: &file)
    return file
  }
}

/// Makes the checksum of header and section table right.
func sealHeader(of file: inout [UInt8]) {
  let count = min(64, Int(number(file, at: 12, bytes: 4)))
  set(0, bytes: 8, at: 24, in: &file)
  set(Checksum.of(Array(file.prefix(64 + 32 * count))), bytes: 8, at: 24, in: &file)
}

/// A little-endian number.
func number(_ file: [UInt8], at offset: Int, bytes: Int) -> UInt64 {
  (0..<bytes).reduce(0) { $0 | UInt64(file[offset + $1]) << UInt64(8 * $1) }
}

/// Writes a little-endian number.
func set(_ value: UInt64, bytes: Int, at offset: Int, in file: inout [UInt8]) {
  for index in 0..<bytes { file[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
}

private func append(_ value: UInt64, bytes: Int, to file: inout [UInt8]) {
  for index in 0..<bytes { file.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
}

/// A log of a few lines whose model has something in every section.
let tinyLog = Array(
  """
  Nov 22 11:00:00 a x[1]: m
  Nov 22 11:00:01 a y: n
  Nov 22 11:00:02 a x[1]: m
  Nov 22 11:00:09 a y: n
  Nov 22 11:00:10 b y: o
  Nov 22 11:00:11 b x[2]: m
  Nov 22 11:00:12 b x[2]: p

  """.utf8)

/// The error with which a file is refused, if it is.
func refusal(of file: [UInt8]) -> ModelError? {
  do throws(ModelError) {
    _ = try open(file)
    return nil
  } catch { return error }
}

/// Asks an opened model everything that can be asked; every answer is a value or a `ModelError`.
///
/// - Throws: errors of any other kind.
func interrogate(_ file: [UInt8], log: [UInt8] = tinyLog) throws {
  guard refusal(of: file) == nil else { return }
  let model = try open(file)
  lookUpEverything(model)
  for name in Calibration.Series.allCases {
    for share in [1, 0.03, 0.001] {
      #expect(model.calibration.startThreshold(of: name, share: share)?.isFinite != false)
    }
  }
  #expect(model.calibration.selfTestShare?.isFinite != false)
  #expect(model.calibration.mixture.weights.allSatisfy { $0 > 0 && $0 < 1 })
  try allow { try model.verify() }
  try allow { _ = try dump(model) }
  try allow { try model.forEachTransition { _, _, _ in } }
  try allow {
    let clusters = try model.clusters() ?? []
    #expect(clusters.allSatisfy { $0 >= 0 && $0 < model.typeCount })
    _ = try ClusterTransitions(of: model, clusters: clusters)
  }
  for ordered in [false, true] {
    try allow {
      var sum = Counts(settings: model.settings)
      try sum.merge(model)
      try sum.merge(model, ordered: ordered)
      let bytes = try modelBytes(sum)
      _ = try open(bytes)
      _ = try learn([log], onto: sum)
    }
  }
  for estimator in EstimatorName.allCases {
    let scores = scores(of: log, by: try open(file), estimator)
    #expect(scores.allSatisfy { $0.combined <= .greatest && $0.combined >= .least })
  }
}

private func lookUpEverything(_ model: borrowing Model) {
  let types = (0..<UInt32(min(model.typeCount, 6))).map { MessageTypeID(rawValue: $0) }
  let tags = (0..<UInt32(min(model.tagCount, 6))).map { TagID(rawValue: $0) }
  for hash in [0, 1, UInt64.max, 1 << 63] {
    _ = model.type(of: TypeHash(rawValue: hash))
    _ = model.tag(of: TagHash(rawValue: hash))
  }
  for type in types + [.unknown] {
    _ = (model.occurrences(of: type), model.row(of: type), model.tag(of: type))
    for next in types + [.unknown] {
      let (_, transition) = model.transition(from: type, to: next)
      guard let transition else { continue }
      _ = model.row(of: transition)
      for third in types { _ = model.count(of: third, after: transition) }
    }
  }
  for type in types {
    _ = model.type(of: model.hash(of: type))
    _ = model.successors(of: type)
  }
  for tag in tags + [.unknown] {
    _ = (model.occurrences(of: tag), model.row(of: tag), model.typeCount(of: tag))
    for next in tags { _ = model.transition(from: tag, to: next) }
  }
}

private func allow(_ body: () throws -> Void) throws {
  do { try body() } catch is ModelError {}
}
