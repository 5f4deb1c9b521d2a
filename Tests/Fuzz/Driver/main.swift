/// A fuzz target as a program: libFuzzer calls it with one input after the other. See `Tests/Fuzz/run`.

import Unix

@_extern(c)
func LLVMFuzzerRunDriver(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Which target: libFuzzer starts itself again with its own arguments, so it is no argument.
let target: FuzzTarget = {
  let name = Environment.variable("MCFILTER_FUZZ_TARGET") ?? ""
  guard let target = FuzzTarget(rawValue: name) else { fatalError("no fuzz target '\(name)'") }
  return target
}()

var count = CommandLine.argc
var arguments = unsafe CommandLine.unsafeArgv
// Safety: libFuzzer takes the arguments as main had them, and they stay; the bytes of an input are its own until the
// target returns, and are copied before anything else.
exitProcess(
  unsafe LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    do {
      try target.run(input)
    } catch {
      fatalError("\(target.rawValue): \(error)")
    }
    return 0
  })
