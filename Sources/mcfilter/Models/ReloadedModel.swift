import LogMarkov
import Unix

/// The model of `-m`, read again on SIGHUP.
final class ReloadedModel {
  private let path: String
  /// How often it was read again.
  private(set) var times = 0
  /// How often it could not be, or was another kind of model.
  private(set) var failures = 0

  /// Nil, and SIGHUP does what it does by default, unless the model was given by `-m` and standard input is no terminal:
  /// a terminal that goes away takes with it what it started.
  ///
  /// - Throws: `SystemError` if signals cannot be noted.
  init?(_ command: ParsedCommand) throws {
    guard let path = command.text(ifGiven: .model), !FileDescriptor.standardInput.isTerminal else {
      return nil
    }
    try SignalRequest.install(.hangUp)
    self.path = path
  }

  /// Has a filter go on by the model that is in the file now; if it cannot, says why, and the old one stays.
  func reload(_ filter: any LogFilter) {
    do {
      let model = try ModelFile.open(path)
      do throws(ModelError) {
        try filter.renew(with: model)
      } catch {
        throw Failure("\(path): \(ReloadedModel.reason(error))")
      }
      times += 1
    } catch {
      failures += 1
      Diagnostics.report((error as? Failure)?.sentence ?? "\(path): \(error)")
    }
  }

  private static func reason(_ error: ModelError) -> String {
    switch error {
    case .differentMask(let ours, let theirs):
      "its mask is \(theirs), that of the model in use is \(ours): start mcfilter again with the new model"
    case .differentChainKey(let ours, let theirs):
      "its chains are by \(theirs), those in use by \(ours): start mcfilter again with the new model"
    default: "\(error)"
    }
  }
}
