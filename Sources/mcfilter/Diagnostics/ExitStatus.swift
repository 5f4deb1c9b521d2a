/// What the program tells its parent, as grep does.
enum ExitStatus: Int32 {
  /// A line was selected, or all went well.
  case success = 0
  /// No line was selected.
  case noneSelected = 1
  /// Something went wrong.
  case failure = 2
}
