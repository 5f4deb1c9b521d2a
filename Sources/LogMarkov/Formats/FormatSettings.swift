/// What a format is told about the lines that it reads.
struct FormatSettings {
  /// How many fields stand before the header, or the plain message, of each line.
  var skippedFields = 0
  /// What the keys of JSON objects mean.
  var jsonKeys = JSONKeys.usual
  /// How many bytes of a line, or of the message of an entry, are kept together.
  var maximumLine = 64 << 10
  /// Whether several lines may be one entry or object; else every line is one by itself.
  var joinsLines = true
}
