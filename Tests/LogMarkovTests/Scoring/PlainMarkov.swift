/// The two estimators once more, from the paper and from mcfilter(1), over dictionaries.

@testable import LogMarkov

/// Probabilities of a record, and how it came about.
struct PlainScore {
  var message: Double
  var tag: Double
  var flag: Score.Flag
}

/// A chain over texts.
struct PlainMarkov {
  private typealias Text = [UInt8]
  private var types: [Text: Double] = [:]
  private var tags: [Text: Double] = [:]
  private var typesOfTag: [Text: Set<Text>] = [:]
  private var first: [Text: [Text: Double]] = [:]
  private var second: [[Text]: [Text: Double]] = [:]
  private var tagPairs: [Text: [Text: Double]] = [:]
  private var records = 0.0
  private var chains: [[Text]: (last: PlainRecord, before: Text?)] = [:]
  private var latest: [Text]?
  private let names: PlainCounts

  init(_ settings: ModelSettings) { names = PlainCounts(settings) }

  /// Forgets the chains' last records, and keeps what was learned.
  mutating func beginStream() {
    chains = [:]
    latest = nil
  }

  /// Scores the lines in turn by `estimator`; learns each one after it was scored if `learns`.
  mutating func score(
    _ lines: [PlainRecord], _ estimator: EstimatorName, learns: Bool
  ) -> [PlainScore?] {
    lines.map { line in
      switch line.kind {
      case .record:
        let name = names.chainName(line)
        let score = score(line, after: chains[name], estimator)
        note(line, chain: name, learns: learns)
        latest = name
        for _ in 0..<line.repeats { note(line, chain: name, learns: learns) }
        return score
      case .repeatedLast:
        if let name = names.repeatedChain(line) ?? latest, let last = chains[name]?.last {
          for _ in 0..<line.repeats { note(last, chain: name, learns: learns) }
        }
        return nil
      case .bootMarker:
        chains = [:]
        return nil
      case .continuation, .notARecord, .linePiece: return nil
      }
    }
  }

  private mutating func note(_ record: PlainRecord, chain name: [Text], learns: Bool) {
    let (x, tag) = (record.type, record.tag)
    let chain = chains[name]
    if learns {
      records += 1
      types[x, default: 0] += 1
      tags[tag, default: 0] += 1
      typesOfTag[tag, default: []].insert(x)
      if let chain {
        first[chain.last.type, default: [:]][x, default: 0] += 1
        tagPairs[chain.last.tag, default: [:]][tag, default: 0] += 1
        if let before = chain.before { second[[before, chain.last.type], default: [:]][x, default: 0] += 1 }
      }
    }
    chains[name] = (record, chain?.last.type)
  }

  private func score(
    _ record: PlainRecord, after chain: (last: PlainRecord, before: Text?)?, _ estimator: EstimatorName
  ) -> PlainScore {
    let x = record.type
    let isKnown = types[x] != nil
    guard let chain else {
      let (message, tag) =
        switch estimator {
        case .mle:
          (
            records > 0 ? types[x, default: 0] / records : 0,
            records > 0 ? tags[record.tag, default: 0] / records : 0
          )
        case .backoff: (tagProbability(record.tag) * withinTag(record), tagProbability(record.tag))
        }
      return PlainScore(message: message, tag: tag, flag: .first)
    }
    let a = chain.last
    let isSeen = first[a.type]?[x] != nil
    let flag: Score.Flag = !isKnown ? .unknown : isSeen ? .seen : .new
    switch estimator {
    case .mle:
      return PlainScore(
        message: maximumLikelihood(x, after: a.type, in: first, known: types),
        tag: maximumLikelihood(record.tag, after: a.tag, in: tagPairs, known: tags), flag: flag)
    case .backoff:
      let tag = absoluteDiscounting(tagPairs[a.tag], record.tag, low: tagProbability(record.tag))
      let p1 = absoluteDiscounting(first[a.type], x, low: tag * withinTag(record))
      let p3 = chain.before.map { absoluteDiscounting(second[[$0, a.type]], x, low: p1) } ?? p1
      return PlainScore(message: p3, tag: tag, flag: flag)
    }
  }

  /// Section 4.1 of the paper: n_ij / n_i, where n_i counts all but the last message; a last message that appears
  /// only there stays: P_ii = 1. What was never observed is in no row and no column.
  private func maximumLikelihood(
    _ j: Text, after i: Text, in counts: [Text: [Text: Double]], known: [Text: Double]
  ) -> Double {
    guard let row = counts[i] else { return i == j && known[i] != nil ? 1 : 0 }
    return row[j, default: 0] / row.values.reduce(0, +)
  }

  /// AD(c, n, d, low) = max(c − D0, 0)/n + D0·d/n·low, or low if n = 0.
  private func absoluteDiscounting(_ row: [Text: Double]?, _ item: Text, low: Double) -> Double {
    guard let row else { return low }
    let n = row.values.reduce(0, +)
    return max(row[item, default: 0] - 0.75, 0) / n + 0.75 * Double(row.count) / n * low
  }

  /// P(t) = (n_t − D0)/N, unseen tag D0·T/N; before the first record of all, N and T count as 1.
  private func tagProbability(_ tag: Text) -> Double {
    if let count = tags[tag] { return (count - 0.75) / records }
    return 0.75 * max(1, Double(tags.count)) / max(1, records)
  }

  /// P(x|t) = (n_x − D0)/n_t for a known type; else min(½, D0·k_t/n_t), ½ for an unseen tag.
  private func withinTag(_ record: PlainRecord) -> Double {
    guard let count = tags[record.tag] else { return 0.5 }
    if let own = types[record.type] { return (own - 0.75) / count }
    return min(0.5, 0.75 * Double(typesOfTag[record.tag, default: []].count) / count)
  }
}
