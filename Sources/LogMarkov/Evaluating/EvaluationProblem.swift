/// Why a log is not fit for an experiment, as the rest of a sentence that begins with its name.
public enum EvaluationProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is longer than `RecordedLog.byteLimit`.
  case tooLarge
  /// No line of it is a record.
  case noRecords
  /// All records say the same: nothing could be rare.
  case oneType
  /// It has so many records, and needs more for so many anomalies.
  case tooShort(records: Int, needed: Int, anomalies: Int)
  /// It has so many places where an anomaly would show, and needs more.
  case tooFewPlaces(places: Int, needed: Int, anomalies: Int)
  /// Every type of it is one of the training log's or of the test log's.
  case nothingForeign

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .tooLarge: "more than 1 GiB: the whole log is held in memory: take a part of it"
    case .noRecords: "no records: is it a log, and its --input-format the right one?"
    case .oneType: "all its records are of one message type: nothing in it could be rare: take another log"
    case .tooShort(let records, let needed, let anomalies):
      "\(records) records are too few for \(anomalies) anomalies: take a log of at least \(needed) or fewer --anomalies"
    case .tooFewPlaces(let places, let needed, let anomalies):
      "\(places) records have two before them in their chain and one behind: \(anomalies) anomalies need \(needed): "
        + "take a longer log or fewer --anomalies"
    case .nothingForeign:
      "no message type in it that the other logs do not have: take a log of another system"
    }
  }
}

/// Which log of an experiment has a problem.
public struct EvaluationError: Error, Equatable, Sendable {
  /// What a log is there for.
  public enum Log: Sendable {
    case training
    case test
    /// The one whose lines are inserted.
    case inserted
  }

  /// Which log it is.
  public let log: Log
  /// What is wrong with it.
  public let problem: EvaluationProblem
}
