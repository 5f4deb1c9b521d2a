internal import Unix

/// The bytes of lines that stay behind after their block has gone: each line, and those fields of its record that do not
/// stand in it.
struct HeldText {
  /// The bytes; those behind `end` mean nothing.
  private(set) var storage: [UInt8] = []
  /// Where the next bytes go.
  private(set) var end = 0

  /// Takes over a line; returns it and its record as they stand here.
  ///
  /// The message of the record, which nobody needs once it is scored, stays behind if it does not stand in the line.
  /// - Complexity: O(bytes), amortised.
  mutating func append(_ line: Line, _ record: LogRecord, of bytes: Span<UInt8>) -> (Line, LogRecord) {
    var (line, record) = (line, record)
    let source = line.text
    line.text = append(source, of: bytes)
    func move(_ field: inout Region, _ text: inout HeldText) {
      if field.isEmpty {
        field = .none
      } else if field.offset >= source.offset, field.range.upperBound <= source.range.upperBound {
        field.offset = field.offset - source.offset + line.text.offset
      } else {
        field = text.append(field, of: bytes)
      }
    }
    move(&record.stamp, &self)
    move(&record.host, &self)
    move(&record.tag, &self)
    move(&record.pid, &self)
    record.message = .none
    return (line, record)
  }

  /// Drops the first `count` bytes; what points behind them has to be moved by as much.
  mutating func removeFirst(_ count: Int) {
    for index in count..<end { storage[index - count] = storage[index] }
    end -= count
  }

  /// Takes over the names of a record; returns them as they stand here.
  mutating func append(_ names: TypeNames.Row, of bytes: Span<UInt8>) -> TypeNames.Row {
    func move(_ name: Region, _ text: inout HeldText) -> Region {
      name.isEmpty ? .none : text.append(name, of: bytes)
    }
    return TypeNames.Row(
      type: move(names.type, &self), previous: move(names.previous, &self),
      missing: move(names.missing, &self))
  }

  /// Moves a run of bytes towards the start.
  mutating func move(_ range: Range<Int>, to start: Int) {
    guard start < range.lowerBound else { return }
    let shift = range.lowerBound - start
    for index in range { storage[index - shift] = storage[index] }
  }

  /// Drops the bytes from `end` on.
  mutating func removeLast(from end: Int) { self.end = end }

  private mutating func append(_ region: Region, of bytes: Span<UInt8>) -> Region {
    let start = end
    end += Int(region.count)
    if end > storage.count {
      storage.append(contentsOf: repeatElement(0, count: max(end - storage.count, storage.count)))
    }
    var target = storage.mutableSpan
    copyBytes(region.range, of: bytes, to: &target, at: start)
    return Region(start..<end)
  }
}

extension Line {
  /// Takes a further piece of a long line, whose bytes stand behind this one's; false if it is none, or if this is the
  /// head, whose score stands for all.
  ///
  /// So a long line is two rows, its head and the rest, however the reads cut it.
  mutating func merge(_ piece: Line) -> Bool {
    guard part == .middle, !piece.startsLine else { return false }
    text.count += piece.text.count
    part = piece.part
    return true
  }
}

extension TypeNames.Row {
  /// Moves all names that are there towards the start by `count` bytes.
  mutating func move(by count: UInt32) {
    if !type.isEmpty { type.offset -= count }
    if !previous.isEmpty { previous.offset -= count }
    if !missing.isEmpty { missing.offset -= count }
  }
}

extension LogRecord {
  /// Moves all fields that are there towards the start by `count` bytes.
  mutating func moveFields(by count: UInt32) {
    if !stamp.isEmpty { stamp.offset -= count }
    if !host.isEmpty { host.offset -= count }
    if !tag.isEmpty { tag.offset -= count }
    if !pid.isEmpty { pid.offset -= count }
    if !message.isEmpty { message.offset -= count }
  }
}
