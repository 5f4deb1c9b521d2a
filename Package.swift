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

let package = Package(
  name: "mcfilter",
  products: [.executable(name: "mcfilter", targets: ["mcfilter"])],
  targets: [
    .executableTarget(name: "mcfilter", dependencies: ["LogMarkov", "Unix"], swiftSettings: rules),
    .target(name: "LogMarkov", dependencies: ["Unix"], swiftSettings: rules),
    .target(name: "Unix", swiftSettings: rules),
    .target(name: "Support", dependencies: ["Unix"], path: "Tests/Support", swiftSettings: rules),
    .testTarget(name: "UnixTests", dependencies: ["Unix", "Support"], swiftSettings: rules),
    .testTarget(
      name: "LogMarkovTests", dependencies: ["LogMarkov", "Unix", "Support"],
      exclude: ["Scoring/prototype.tsv"], swiftSettings: rules),
    .testTarget(
      name: "CommandTests", dependencies: ["mcfilter", "LogMarkov", "Unix", "Support"],
      exclude: ["Cases"], swiftSettings: rules),
    .testTarget(name: "ArchitectureTests", dependencies: ["Unix", "Support"], swiftSettings: rules),
  ]
)
