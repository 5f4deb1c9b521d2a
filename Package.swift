// swift-tools-version: 6.3
import PackageDescription

/// One set of rules for every target: what is unsafe says so, and a warning is an error.
let rules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // A mapped model hands out `Span`s that live as long as its mapping; a function that returns a
  // `Span` still needs this feature (Swift 6.3).
  .enableExperimentalFeature("Lifetimes"),
]

/// The rules for what every byte passes through: it is optimised in debug builds too, which makes the tests take a quarter
/// of the time (115 instead of 456 s of CPU, building 70 s more) and test what is shipped. Checks stay as they are in both.
let rulesOfTheStream = rules + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The fuzz targets: tests that replay their corpora, or a program that libFuzzer drives (`Tests/Fuzz/run`). That one
/// needs libFuzzer's runtime, and is there only when it is asked for.
let isFuzzing = Context.environment["MCFILTER_FUZZ"] != nil
let mcfilter: Target =
  isFuzzing
  // Without its entry: a program cannot be a part of another one.
  ? .target(
    name: "mcfilter", dependencies: ["LogMarkov", "Unix"], exclude: ["Mcfilter.swift"], swiftSettings: rules)
  : .executableTarget(name: "mcfilter", dependencies: ["LogMarkov", "Unix"], swiftSettings: rules)
let fuzzing: Target =
  isFuzzing
  ? .executableTarget(
    name: "fuzz", dependencies: ["mcfilter", "LogMarkov", "Unix", "Support"], path: "Tests/Fuzz",
    exclude: ["Corpus", "Replay", "run"],
    swiftSettings: rules + [.enableExperimentalFeature("Extern")])
  : .testTarget(
    name: "FuzzTests", dependencies: ["mcfilter", "LogMarkov", "Unix", "Support"], path: "Tests/Fuzz",
    exclude: ["Corpus", "Driver", "run"], swiftSettings: rules)

let package = Package(
  name: "mcfilter",
  products: isFuzzing ? [] : [.executable(name: "mcfilter", targets: ["mcfilter"])],
  targets: [
    mcfilter,
    .target(name: "LogMarkov", dependencies: ["Unix"], swiftSettings: rulesOfTheStream),
    .target(name: "Unix", swiftSettings: rulesOfTheStream),
    .target(name: "Support", dependencies: ["Unix"], path: "Tests/Support", swiftSettings: rules),
    .testTarget(name: "UnixTests", dependencies: ["Unix", "Support"], swiftSettings: rules),
    .testTarget(
      name: "LogMarkovTests", dependencies: ["LogMarkov", "Unix", "Support"],
      exclude: ["Scoring/prototype.tsv"], swiftSettings: rules),
    .testTarget(
      name: "CommandTests", dependencies: ["mcfilter", "LogMarkov", "Unix", "Support"],
      exclude: ["Cases"], swiftSettings: rules),
    .testTarget(name: "ArchitectureTests", dependencies: ["Unix", "Support"], swiftSettings: rules),
    fuzzing,
  ]
)
