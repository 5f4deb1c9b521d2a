internal import Unix

/// What three experts make of a record: e0 = p3(x|z,a), the chain; e1, the process (`ProcessExpert`); and
/// e2 = p3(x|y,z), the interloper: what the record would be if the line before it were not there.
struct ExpertOpinions: Equatable, Sendable {
  var chain: Double
  var process: Double
  var interloper: Double
}

/// The weights of the three experts in one kind of context. They sum to 1.
struct ExpertWeights: Equatable, Sendable {
  var chain = 0.88
  var process = 0.06
  var interloper = 0.06

  /// How fast weights move.
  static let step = 0.02
  /// No expert is ever given up.
  private static let least = 0.002

  /// pm: the mixture of all three.
  func mix(_ opinions: ExpertOpinions) -> Double {
    chain * opinions.chain + process * opinions.process + interloper * opinions.interloper
  }

  /// The mixture of chain and interloper.
  func mixWithoutProcess(_ opinions: ExpertOpinions) -> Double {
    (chain * opinions.chain + interloper * opinions.interloper) / (chain + interloper)
  }

  /// Moves the weights towards those who knew: w ← w + step·(w·e/pm − w), at least .002 each, and renormalised.
  mutating func learn(_ opinions: ExpertOpinions, step: Double) {
    let mixed = max(mix(opinions), leastProbability)
    func moved(_ weight: Double, _ opinion: Double) -> Double {
      max(weight + step * (weight * opinion / mixed - weight), Self.least)
    }
    let (c, p, i) = (
      moved(chain, opinions.chain), moved(process, opinions.process), moved(interloper, opinions.interloper)
    )
    let sum = c + p + i
    (chain, process, interloper) = (c / sum, p / sum, i / sum)
  }
}

/// How often the two records before stood together: the weights are learned apart for each class.
enum ContextClass: Int, CaseIterable, Sendable {
  case never, rarely, often, usually

  /// The class of a context seen so many times: 0, 1–3, 4–31 or more.
  init(seen times: UInt64) {
    self = times < 1 ? .never : times < 4 ? .rarely : times < 32 ? .often : .usually
  }
}

/// The weights for each class of context.
struct MixtureWeights: Equatable, Sendable {
  private var never = ExpertWeights()
  private var rarely = ExpertWeights()
  private var often = ExpertWeights()
  private var usually = ExpertWeights()

  /// The weights that nothing was learned of.
  init() {}

  /// The weights that a model has.
  init(_ calibrated: CalibratedMixture) { self.init(calibrated.weights) }

  /// These weights: for each class each expert.
  init(_ weights: [Double]) {
    for context in ContextClass.allCases {
      let base = 3 * context.rawValue
      self[context] = ExpertWeights(
        chain: weights[base], process: weights[base + 1], interloper: weights[base + 2])
    }
  }

  /// The weights as they are kept: for each class each expert.
  var calibrated: [Double] {
    ContextClass.allCases.flatMap { [self[$0].chain, self[$0].process, self[$0].interloper] }
  }

  subscript(context: ContextClass) -> ExpertWeights {
    get {
      switch context {
      case .never: never
      case .rarely: rarely
      case .often: often
      case .usually: usually
      }
    }
    set {
      switch context {
      case .never: never = newValue
      case .rarely: rarely = newValue
      case .often: often = newValue
      case .usually: usually = newValue
      }
    }
  }
}

/// Probabilities below this are taken for it, so that no logarithm is infinite.
let leastProbability = 1e-30

/// log2 p, at least −99.7.
func logarithm(_ probability: Double) -> Double { binaryLogarithm(max(probability, leastProbability)) }
