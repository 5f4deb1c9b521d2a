/// Where sentences go, unless somebody would take them for something else.

internal import Synchronization

/// Standard error.
public enum StandardError {
  private static let silence = Atomic(false)

  /// Whether nothing is written for now.
  public static var isSilent: Bool {
    get { silence.load(ordering: .relaxed) }
    set { silence.store(newValue, ordering: .relaxed) }
  }

  /// Whether it is the same pipe or file as standard output; false if one of them is closed.
  public static var isStandardOutput: Bool {
    let output = try? FileInfo(descriptor: FileDescriptor.standardOutput)
    let errors = try? FileInfo(descriptor: FileDescriptor.standardError)
    return output != nil && output?.identity == errors?.identity
  }

  /// Writes bytes, unless it is silent. What cannot be written here cannot be reported anywhere.
  public static func write(_ bytes: Span<UInt8>) {
    if !isSilent { _ = try? FileDescriptor.standardError.writeAllInTime(bytes) }
  }
}
