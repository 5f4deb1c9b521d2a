/// A step of a chain: a record, or how often a line says that it came again.
struct ChainStep: Equatable {
  /// Which chain, between two boot markers.
  var chain: UInt32
  var type: MessageTypeID
  /// How often the type came, from 1 up; more than once only behind a record of the same type.
  var times: UInt32 = 1
}

extension RecordedLog {
  /// The steps of its chains in the order of its lines; all types get numbers.
  ///
  /// - Complexity: O(bytes).
  func steps(_ numbers: inout GramNumbers) -> [ChainStep] {
    let settings = numbers.types.settings
    var typing = TypeIdentification(mask: settings.mask, key: settings.key)
    let types = types(by: &typing, &numbers.types)
    var chains = Chains(by: settings.chainKey, hashKey: settings.key, limit: Int(Int32.max))
    var visitor = StepVisitor()
    let text = text
    chains.walk(records, types, of: text.span, &visitor)
    return visitor.steps
  }
}

/// Notes who follows whom.
private struct StepVisitor: RecordVisitor {
  private(set) var steps: [ChainStep] = []
  private var chainCount: UInt32 = 0
  /// The chain that goes on in each slot.
  private var chainOfSlot: [UInt32] = []

  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    let slot = Int(visit.chain)
    if slot >= chainOfSlot.count {
      chainOfSlot.append(contentsOf: repeatElement(0, count: slot + 1 - chainOfSlot.count))
    }
    if chain.isEmpty {
      chainOfSlot[slot] = chainCount
      chainCount += 1
    }
    steps.append(ChainStep(chain: chainOfSlot[slot], type: type.type))
    chain.advance(to: type.type, tag: type.tag, transition: nil, time: nil)
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    guard !chain.isEmpty, times > 0 else { return }
    steps.append(ChainStep(chain: chainOfSlot[Int(visit.chain)], type: chain.last, times: times))
  }
}
