/// The calibration as a section of a model file: mcfilter-model(5), `cali`.
extension Calibration {
  /// The section's bytes.
  ///
  /// - Complexity: O(bins).
  var section: LittleEndianBytes {
    var head = LittleEndianBytes()
    var bins = LittleEndianBytes()
    for sum in mixture.sums { head.append(sum) }
    for name in Series.allCases {
      let series = self[name]
      head.append(series.noted)
      for generation in CalibratedSeries.Generation.allCases { head.append(series[generation].notWeighed) }
      for generation in CalibratedSeries.Generation.allCases {
        head.append(UInt32(series[generation].binCount))
        series[generation].forEachBin { value, count in
          bins.append(UInt32(bitPattern: value.rawValue))
          bins.append(count)
        }
      }
    }
    head.append(contentsOf: bins)
    return head
  }

  /// Reads the section; an empty one, or none, is no calibration.
  ///
  /// - Throws: `ModelError.contradiction` for anything that the writer would not have written, or could not add to.
  /// - Complexity: O(size), for a section that is right at most 8.8 MB.
  init(section: RawSpan) throws(ModelError) {
    self.init()
    guard section.byteCount > 0 else { return }
    guard section.byteCount >= ModelLayout.calibrationBytes else {
      throw .contradiction("length of section 'cali'")
    }
    var reader = CalibrationReader(Span(_bytes: section))
    for place in mixture.sums.indices { mixture.add(try reader.sum(), at: place) }
    var bins: [(Series, CalibratedSeries.Generation, Int)] = []
    for name in Series.allCases {
      let noted = try reader.sum()
      change(name) { $0.addNoted(noted) }
      for generation in CalibratedSeries.Generation.allCases {
        let notWeighed = try reader.sum()
        change(name) { $0.addNotWeighed(notWeighed, to: generation) }
      }
      for generation in CalibratedSeries.Generation.allCases {
        bins.append((name, generation, Int(reader.word())))
      }
    }
    let binCount = bins.reduce(0) { $0 + $1.2 }
    guard section.byteCount == ModelLayout.calibrationBytes + ModelLayout.calibrationBinBytes * binCount
    else {
      throw .contradiction("length of section 'cali'")
    }
    var place = ModelLayout.calibrationBytes
    for (name, generation, count) in bins {
      let end = place + ModelLayout.calibrationBinBytes * count
      guard let histogram = ScoreHistogram(ascendingBins: Span(_bytes: section.extracting(place..<end)))
      else {
        throw .contradiction("a score in 'cali'")
      }
      change(name) { $0.take(histogram, as: generation) }
      place = end
    }
  }
}

/// Numbers of the section's head, front to back; its length is checked before.
private struct CalibrationReader: ~Escapable {
  private let bytes: Span<UInt8>
  private var place = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  mutating func word() -> UInt32 {
    defer { place += 4 }
    return UInt32(bytes.littleEndian(place, bytes: 4))
  }

  /// A sum that can be added to.
  mutating func sum() throws(ModelError) -> UInt64 {
    defer { place += 8 }
    let sum = bytes.littleEndian(place, bytes: 8)
    guard sum <= .mostFromFiles else { throw .contradiction("a sum in 'cali'") }
    return sum
  }
}
