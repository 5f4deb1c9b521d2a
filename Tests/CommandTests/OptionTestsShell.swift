// Runs a script in a shell, to see what a shell makes of the completions.
import Glibc

/// A shell on this machine.
struct Shell {
  let name: String

  /// True if the shell is installed.
  var isPresent: Bool { run("exit 0").status == 0 }

  /// Runs a script and collects what it prints; `arguments` stand between the shell and the script.
  func run(_ script: String, arguments: String = "") -> (status: Int32, output: String) {
    // The script reaches the shell as a here-document, so nothing in it needs quoting.
    let end = "END_OF_SCRIPT_FOR_SHELL"
    let command = "exec \(name) \(arguments) /dev/fd/3 3<<'\(end)' 2>&1 </dev/null\n\(script)\n\(end)\n"
    // Safety: the stream is this function's own, checked to be there, read into a buffer whose length `fread`
    // is told, and closed once, after the last read.
    guard let stream = unsafe popen(command, "r") else { return (-1, "") }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, stream)
      if count == 0 { break }
      output += buffer[..<count]
    }
    let status = unsafe pclose(stream)
    return (status, String(decoding: output, as: UTF8.self))
  }
}
