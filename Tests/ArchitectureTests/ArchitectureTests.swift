/// The walls between modules, the order of rooms, and what may stand in a source file.

import Support
import Testing

@Suite("Walls")
struct WallTests {
  @Test("there are sources to look at")
  func sources() { #expect(Set(SourceFile.all.map(\.module)) == ["mcfilter", "LogMarkov", "Unix"]) }

  @Test("each module imports what it may and nothing else")
  func imports() {
    // Synchronization is a part of Swift; for bits that a signal handler sets. The intrinsics are, too: what a processor
    // does with vectors, where there is another form for other processors.
    let allowed: [String: Set<String>] = [
      "Unix": ["Glibc", "Synchronization", "_Builtin_intrinsics.intel.sse2"], "LogMarkov": ["Unix"],
      "mcfilter": ["LogMarkov", "Unix"],
    ]
    for file in SourceFile.all {
      let foreign = Set(file.imports).subtracting(allowed[file.module, default: []])
      #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
    }
  }

  /// The rooms of LogMarkov, in the order in which data goes through them.
  static let rooms = [
    "Lines", "Formats", "MessageTypes", "Clustering", "Chains", "Model", "Remembering", "Scoring",
    "Annotation", "Filtering", "Learning", "Generating", "Evaluating", "Comparing", "Plotting",
  ]

  @Test("every file of LogMarkov is in a room")
  func everyFileInARoom() {
    for file in SourceFile.all where file.module == "LogMarkov" {
      #expect(Self.rooms.contains(file.room), "\(file.path)")
    }
  }

  @Test("a room names only what rooms to its left declare")
  func order() {
    let files = SourceFile.all.filter { $0.module == "LogMarkov" }
    var owners: [String: Set<Int>] = [:]
    for file in files {
      guard let room = Self.rooms.firstIndex(of: file.room) else { continue }
      for name in file.declarations { owners[name, default: []].insert(room) }
    }
    #expect(owners.count > 50, "declarations are found")
    for file in files {
      guard let room = Self.rooms.firstIndex(of: file.room) else { continue }
      for word in file.words.sorted() {
        guard let owners = owners[word], owners.count == 1, let owner = owners.first, owner > room else {
          continue
        }
        Issue.record("\(file.path) names \(word), which \(Self.rooms[owner]) declares")
      }
    }
  }

  @Test("options and commands do not get into the library")
  func noOptionsInside() {
    let words = ["CommandLine", "print", "exit", "exitProcess"]
    for file in SourceFile.all where file.module == "LogMarkov" {
      #expect(file.words.isDisjoint(with: words), "\(file.path)")
    }
  }
}

@Suite("Source files")
struct SourceFileTests {
  /// Where `unsafe` may stand: libc wants pointers, and nowhere else does anything.
  static let unsafeFiles: Set<String> = [
    "LogMarkov/Model/Checksum.swift", "Unix/ByteCopy.swift", "Unix/ByteSearch.swift",
    "Unix/ByteVectors.swift", "Unix/CacheLines.swift", "Unix/CaughtSignals.swift", "Unix/Environment.swift",
    "Unix/Farewell.swift", "Unix/FileDescriptor.swift", "Unix/FileInfo.swift", "Unix/Instant.swift",
    "Unix/MappedRegion.swift", "Unix/Math.swift", "Unix/OwnedArray.swift", "Unix/Readiness.swift",
    "Unix/ReplacementTarget.swift", "Unix/Signals.swift", "Unix/SixteenBytes.swift", "Unix/SystemError.swift",
    "Unix/TemporaryFile.swift", "Unix/Terminal.swift", "Unix/WordVectors.swift",
  ]

  @Test("unsafe code is where it is known to be")
  func unsafeIsListed() {
    let found = SourceFile.all.filter { $0.words.contains("unsafe") }.map(\.path)
    #expect(Set(found) == Self.unsafeFiles)
  }

  @Test("a fuzz target gets its bytes by a pointer in one file only")
  func unsafeInFuzzTargets() throws {
    let root = packageRoot + "/Tests/Fuzz/"
    let files = try Command("grep", ["-rlwF", "--include=*.swift", "unsafe", root]).run().outputText
    #expect(files == root + "Driver/main.swift\n")
    #expect(String(decoding: try readFile(root + "Driver/main.swift"), as: UTF8.self).contains("// Safety: "))
  }

  @Test(
    "each unsafe expression has a comment near it that says who guarantees what",
    arguments: unsafeFiles.sorted())
  func safety(of path: String) throws {
    let file = try #require(SourceFile.all.first { $0.path == path })
    for (number, code) in file.code.enumerated() where SourceFile.words(of: code).contains("unsafe") {
      // In the same declaration: above it, up to the next line that closes one.
      let above = file.lines[...number].reversed().prefix { !["}", "  }"].contains($0) }
      #expect(above.contains { $0.contains("// Safety: ") }, "\(path):\(number + 1)")
    }
  }

  @Test("an inlining attribute has its reason in the lines above")
  func inlining() {
    for file in SourceFile.all {
      for (number, code) in file.code.enumerated()
      where code.contains("@inline(") || code.contains("@inlinable") {
        let above = file.lines[max(0, number - 4)..<number]
        #expect(
          above.contains { $0.contains("//") && !$0.hasSuffix("//") }, "\(file.path):\(number + 1): no reason"
        )
      }
    }
  }

  @Test("nothing is forced")
  func noForce() {
    for file in SourceFile.all {
      for (number, code) in file.code.enumerated() {
        for force in ["try!", "as!", "Ounchecked", "nonisolated(unsafe)", "@unchecked", "import Foundation"] {
          #expect(!code.contains(force), "\(file.path):\(number + 1): \(force)")
        }
      }
    }
  }

  @Test("nothing brings the library of tasks into the program")
  func noTasks() {
    let words = ["async", "await", "Task", "actor", "ContinuousClock", "SuspendingClock", "InstantProtocol"]
    for file in SourceFile.all { #expect(file.words.isDisjoint(with: words), "\(file.path)") }
  }

  @Test("a file fits on a few pages", arguments: SourceFile.all.map(\.path))
  func length(of path: String) throws {
    let file = try #require(SourceFile.all.first { $0.path == path })
    #expect(file.lines.count <= 400)
  }

  @Test("no name says nothing")
  func names() {
    let empty = ["Utils", "Util", "Manager", "Helper", "Helpers", "Extensions", "Misc", "Common"]
    for file in SourceFile.all {
      let name = file.path.split(separator: "/").last.map(String.init) ?? ""
      for word in empty {
        #expect(!name.contains(word), "\(file.path)")
        #expect(!file.declarations.contains { $0.hasSuffix(word) }, "\(file.path)")
      }
    }
  }

  @Test("code is told from comments and literals")
  func code() {
    let file = SourceFile(
      path: "Unix/X.swift",
      text: """
        import Glibc // unsafe
        let a = "unsafe // \\"import X" + b  // c
        public final class Name: Other {
          func inner() {}
        private struct Hidden {}
        func free(_ x: Int) {}
        """)
    #expect(file.code[1] == #"let a = "" + b  "#)
    #expect(file.imports == ["Glibc"])
    #expect(!file.words.contains("unsafe"))
    #expect(file.declarations == ["Name", "free"])
  }
}
