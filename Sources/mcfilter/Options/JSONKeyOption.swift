import LogMarkov

// How `--json-keys` is written: `message=msg,tag=app`. A field may come several times, the preferred key first.

extension JSONKeys {
  /// Reads the option's value; `nil` if it is anything else.
  init?(option text: String) {
    var keys: [Field: [String]] = [:]
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      // A key may hold a `=`, a field does not.
      let words = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard words.count == 2, !words[1].isEmpty, let field = Field(rawValue: String(words[0])), field != .boot
      else {
        return nil
      }
      keys[field, default: []].append(String(words[1]))
    }
    self = .usual
    for field in Field.allCases {
      if let keys = keys[field] { replace(field, by: keys) }
    }
  }
}
