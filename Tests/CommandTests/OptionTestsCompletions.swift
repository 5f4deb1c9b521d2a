// The completion scripts: complete, valid, and tried in the shells that are there.
import Testing

@testable import mcfilter

private let bash = Shell(name: "bash")
private let zsh = Shell(name: "zsh")
private let fish = Shell(name: "fish")

@Suite("Completions")
struct CompletionTests {
  @Test("know every option of the table, and every word of its choices", arguments: Choice.Shell.allCases)
  func complete(_ shell: Choice.Shell) {
    let script = Completions.script(for: shell)
    for row in OptionTable.standard.rows {
      let name = shell == .fish ? "-l \(row.name.rawValue) " : row.name.long
      #expect(script.contains(name), "\(row.name.long)")
      if case .words(let words)? = row.valueKind {
        #expect(script.contains(words.joined(separator: " ")), "\(row.name.long)")
      }
    }
    for verb in Verb.allCases {
      if let word = verb.word { #expect(script.contains(word)) }
    }
  }

  @Test("are valid bash", .enabled(if: bash.isPresent))
  func bashSyntax() {
    let (status, output) = bash.run(Completions.script(for: .bash), arguments: "-n")
    #expect(status == 0 && output.isEmpty, "\(output)")
  }

  @Test("are valid zsh", .enabled(if: zsh.isPresent))
  func zshSyntax() {
    let (status, output) = zsh.run(Completions.script(for: .zsh), arguments: "-f -n")
    #expect(status == 0 && output.isEmpty, "\(output)")
  }

  @Test("are valid fish", .enabled(if: fish.isPresent))
  func fishSyntax() {
    let (status, output) = fish.run(Completions.script(for: .fish), arguments: "--no-config --no-execute")
    #expect(status == 0 && output.isEmpty, "\(output)")
  }

  /// The words before the cursor as bash splits them, the last one to be completed, and what is offered in a
  /// directory that holds a model, a log and a directory.
  private static let bashCases: [([String], [String])] = [
    (["--thr"], ["--threshold="]),
    (["learn", "--ma"], ["--mask=", "--max-line="]),
    (["learn", "--thr"], []),
    (["le"], ["learn"]),
    (["-m", "x", "le"], []),
    (
      [""],
      [
        "a b.mcm", "check", "compare", "directory", "evaluate", "generate", "learn", "log", "merge", "plot",
        "show",
      ]
    ),
    (["learn", ""], ["a b.mcm", "directory", "log"]),
    (["learn", "--counts", ""], ["a b.mcm", "directory", "log"]),
    (["show", ""], ["a b.mcm", "directory"]),
    (["-m", ""], ["a b.mcm", "directory"]),
    (["--model", "=", ""], ["a b.mcm", "directory"]),
    (["--model", "="], ["a b.mcm", "directory"]),
    (["--model=a"], ["--model=a b.mcm"]),
    (["learn", "--mask", "="], ["digits", "values"]),
    (["learn", "--mask", "=", "d"], ["digits"]),
    (["learn", "--mask", "d"], ["digits"]),
    (["learn", "--mask=d"], ["--mask=digits"]),
    (["--by", "host,"], ["host,tag"]),
    (["--completions", "="], ["bash", "fish", "zsh"]),
    (["--threshold", "="], []),
    (["-t", ""], []),
    (["--", "--thr"], []),
    (["--", "-m", ""], ["a b.mcm", "directory", "log"]),
  ]

  @Test("offer in bash what fits", .enabled(if: bash.isPresent), arguments: bashCases)
  func bashCompletes(_ words: [String], _ offered: [String]) {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let (_, output) = bash.run(
      Completions.script(for: .bash) + """

        directory=$(mktemp -d) && cd "$directory" && mkdir directory && touch 'a b.mcm' log
        COMP_WORDS=(mcfilter \(quoted)) COMP_CWORD=\(words.count)
        _mcfilter mcfilter
        ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
        cd / && rm -r "$directory"
        """)
    #expect(output.split(separator: "\n").map(String.init).sorted() == offered)
  }

  /// What is typed before TAB, and what stands on the line afterwards.
  private static let zshCases = [
    ("--thr", "--threshold="), ("le", "learn "), ("learn --thr", "learn --thr"),
    ("learn --mask=d", "learn --mask=digits "), ("-m a", "-m a\\ b.mcm "), ("show a", "show a\\ b.mcm "),
  ]

  /// A shell of its own behind a pseudo-terminal, as zsh completes for nobody else; TAB completes there and prints the
  /// line in angle brackets.
  @Test("complete in zsh what is unambiguous", .enabled(if: zsh.isPresent))
  func zshCompletes() {
    let lines = Self.zshCases.map { "'\($0.0)'" }.joined(separator: " ")
    let (_, output) = Shell(name: "timeout 60 zsh").run(
      """
      zmodload zsh/zpty
      directory=$(mktemp -d) && cd $directory && touch 'a b.mcm' log
      cat > _mcfilter <<'END_OF_COMPLETIONS'
      \(Completions.script(for: .zsh))
      END_OF_COMPLETIONS
      cat > setup <<'END_OF_SETUP'
      PS1= PS2= RPS1=
      autoload -Uz compinit && compinit -u -D
      fpath=($PWD $fpath)
      autoload -Uz _mcfilter && compdef _mcfilter mcfilter
      show() { zle complete-word; print -r -- "<$BUFFER>"; BUFFER=; zle accept-line }
      zle -N show && bindkey '^I' show
      END_OF_SETUP
      zpty shell zsh -f -i
      zpty -w shell 'source ./setup; print rea''dy'
      zpty -r shell answer '*ready*'
      for words in \(lines); do
        zpty -w -n shell "mcfilter $words"$'\\t'
        zpty -r shell answer '*<*>*' && print -r -- "${${answer#*<mcfilter }%>*}"
      done
      zpty -d shell
      cd / && rm -r $directory
      """, arguments: "-f")
    #expect(output.split(separator: "\n").map(String.init) == Self.zshCases.map(\.1))
  }

  @Test(
    "offer in fish what fits", .enabled(if: fish.isPresent),
    arguments: [
      ("--thr", ["--threshold"]), ("learn --ma", ["--mask", "--max-line"]), ("learn --thr", []),
      ("le", ["learn"]),
      ("learn --mask=d", ["--mask=digits"]), ("learn --mask d", ["digits"]), ("-m x le", []),
    ] as [(String, [String])])
  func fishCompletes(_ line: String, _ offered: [String]) {
    let (_, output) = fish.run(
      Completions.script(for: .fish) + """

        set directory (mktemp -d); and cd $directory
        complete -C 'mcfilter \(line)'
        cd /; and rmdir $directory
        """, arguments: "--no-config")
    let words = output.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
    #expect(words.sorted() == offered)
  }
}
