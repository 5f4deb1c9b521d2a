/// What is found out about every record where it stands; for most that is all there is to know.
///
/// Small, so that it stays in registers: the prediction itself stays where it is remembered.
struct Glance {
  /// Where the prediction is (`PredictionCache`), until another is asked for.
  var entry: Int
  /// −log2 p3.
  var bits: Double
  /// Whether the type was never counted.
  var isUnseen: Bool
  /// b.
  var burst: Double
  /// 2^−G, from a to here.
  var gapShare: Double
  /// log2 Q.
  var strangeness: Double
  /// Where its host's habits are; nil as long as it has none.
  var habitPlace: Int?

  /// Whether no evidence here can reach the gate; false where that takes more than a glance to tell.
  var isQuiet = false
  /// Whether nobody wants to know more of it than stands here: nearly all records.
  var isOrdinary = false

  /// What stands for I where that is not weighed, before the bonus.
  var strayLight: Double { bits + strangeness - burst }
  /// Stray evidence without look-ahead where nothing more is weighed.
  var strayAlone: Double { strayLight + StrayEvidence.aloneBonus }
}
