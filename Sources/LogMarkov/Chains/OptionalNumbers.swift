/// Optionals as small as what they hold: there are as many chains as hosts, and as an enemy forges.

/// A transition's number or none, in four bytes.
struct OptionalNumber: Equatable, Sendable {
  /// The number; all bits set where there is none.
  private(set) var word = UInt32.max

  init(_ number: TransitionNumber? = nil) { word = number?.rawValue ?? .max }

  var value: TransitionNumber? { word == .max ? nil : TransitionNumber(rawValue: word) }
}

/// A time or none, in four bytes: seconds within `Gap.range`.
struct OptionalTime: Equatable, Sendable {
  private(set) var rawValue = UInt32.max

  @inline(__always)  // Once for each record.
  init(_ time: Int64? = nil) {
    if let time { rawValue = UInt32(Gap.clamped(time) - Gap.range.lowerBound) }
  }

  var value: Int64? { rawValue == .max ? nil : Int64(rawValue) + Gap.range.lowerBound }
}
