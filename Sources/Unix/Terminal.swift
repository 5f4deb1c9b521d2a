/// Whether somebody is looking, and how wide their window is.

internal import Glibc

extension FileDescriptor {
  /// True if the descriptor is a terminal. The C function is `isatty`.
  public var isTerminal: Bool { isatty(number) == 1 }

  /// The width of the terminal in columns; `nil` if the descriptor is none, or does not know.
  public var terminalColumns: Int? {
    var size = winsize()
    // Safety: TIOCGWINSZ writes the structure that is borrowed for this call.
    guard unsafe ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
