/// The signals that ask a filter for something, and how it dies of one.

internal import Glibc

/// A signal that the program can be asked something by.
public enum Signal: Sendable {
  /// SIGHUP: the terminal is gone; by custom also "read your files again".
  case hangUp
  /// SIGINT: ^C.
  case interrupt
  /// SIGTERM: come to an end.
  case terminate
  /// SIGUSR1: by custom "print how far you are".
  case user1
  /// SIGUSR2.
  case user2

  /// The number that the kernel knows it by.
  var number: Int32 {
    switch self {
    case .hangUp: SIGHUP
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    case .user1: SIGUSR1
    case .user2: SIGUSR2
    }
  }
}

/// SIGINT and SIGTERM: somebody wants the program to end. It ends when it is ready to, and then of the
/// signal.
public enum TerminationRequest {
  /// How many seconds the program may take to end: rsyslog and syslog-ng kill it then.
  private static let grace = 5

  /// True once the program was asked to end and has had its five seconds.
  public static var isOverdue: Bool { CaughtSignals.secondsSinceTermination >= grace }

  /// From now on SIGINT and SIGTERM are noted instead of killing; one that the program inherited as ignored
  /// stays ignored. SIGPIPE keeps killing. SIGALRM is used to count the seconds from then on.
  ///
  /// - Throws: what `pipe` says.
  public static func install() throws(SystemError) {
    CaughtSignals.countSeconds()
    try CaughtSignals.note(.interrupt)
    try CaughtSignals.note(.terminate)
  }

  /// The signal that asked for the end; it stays pending until the end. `nil`: none did. Of both, SIGINT.
  public static var pending: Signal? {
    if CaughtSignals.contain(.interrupt) { return .interrupt }
    return CaughtSignals.contain(.terminate) ? .terminate : nil
  }

  /// Calls `body`, during which SIGINT and SIGTERM are noted; if one came, the program dies of it when `body` has
  /// cleaned up after itself. Afterwards they kill as before.
  ///
  /// - Throws: what `pipe` and `body` say.
  public static func deferring(_ body: () throws -> Void) throws {
    try install()
    defer {
      if let signal = pending { dieOf(signal) }
      CaughtSignals.release(.interrupt)
      CaughtSignals.release(.terminate)
      // One that came until then.
      if let signal = pending { dieOf(signal) }
    }
    try body()
  }

  /// Ends the process by `signal`, so that the parent sees what it died of. Nothing is closed or unlinked any
  /// more.
  public static func dieOf(_ signal: Signal) -> Never {
    var action = sigaction()
    // Safety: SIG_DFL is a number that is never called; sigaction, sigemptyset, sigaddset and pthread_sigmask
    // read or write structures that are borrowed for the call.
    unsafe action.__sigaction_handler.sa_handler = SIG_DFL
    unsafe sigaction(signal.number, &action, nil)
    var unblocked = sigset_t()
    unsafe sigemptyset(&unblocked)
    unsafe sigaddset(&unblocked, signal.number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
    raise(signal.number)
    // The first process of a container does not die of a signal's default action: say what the shell would
    // say.
    _exit(128 + signal.number)
  }
}

/// Signals that ask for something and let the program go on: read the model again, print statistics, save.
public enum SignalRequest {
  /// From now on `signal` is noted instead of killing; if the program inherited it as ignored, it stays
  /// ignored.
  ///
  /// - Throws: what `pipe` says.
  public static func install(_ signal: Signal) throws(SystemError) {
    try CaughtSignals.note(signal)
  }

  /// Takes a request that was noted since the last call; several of one signal count once. Requests to end
  /// are not among them. `nil`: none is left.
  public static func take() -> Signal? {
    if CaughtSignals.take(.hangUp) { return .hangUp }
    if CaughtSignals.take(.user1) { return .user1 }
    return CaughtSignals.take(.user2) ? .user2 : nil
  }
}
