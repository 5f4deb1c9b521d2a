/// A terminal that a test looks at: what a program writes to it comes out at the test's end.

import Glibc
import Unix

/// A pseudo-terminal that passes bytes on as they are.
///
/// - Returns: the test's end, which no other program inherits, and the path of the program's end.
/// - Throws: `SystemError`.
func pseudoTerminal() throws(SystemError) -> (testEnd: Int32, path: String) {
  // Safety: here and below, each call reads or writes the variables that are borrowed for it.
  let end = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
  var number: UInt32 = 0
  var locked: Int32 = 0
  var settings = termios()
  // unlockpt and ptsname are not to be had without _GNU_SOURCE; these are what they ask for: TIOCSPTLCK and TIOCGPTN.
  guard end >= 0, unsafe ioctl(end, 0x4004_5431, &locked) == 0, unsafe ioctl(end, 0x8004_5430, &number) == 0,
    unsafe tcgetattr(end, &settings) == 0
  else {
    let error = SystemError(code: ErrorCode(rawValue: errno), call: "/dev/ptmx")
    close(end)
    throw error
  }
  // Else each LF would come as CR LF.
  unsafe cfmakeraw(&settings)
  unsafe tcsetattr(end, TCSANOW, &settings)
  return (end, "/dev/pts/\(number)")
}
