/// Models that say which types are similar: written, read, added, dumped, and lied about.

import Support
import Testing

@testable import LogMarkov

/// A log of two families of messages, and of one that is like no other.
private let log = ["queue", "disk", "lease", "mirror"].enumerated().flatMap { minute, name in
  [
    "Nov 22 11:0\(minute):00 node1 systemd: Started the \(name) service",
    "Nov 22 11:0\(minute):10 node1 sshd: connection to \(name) refused by peer",
    "Nov 22 11:0\(minute):20 node1 kernel: out of memory",
  ]
}.joined(separator: "\n")

private func clustered(_ text: String = log) throws -> Counts {
  var counts = try learn(Array("\(text)\n".utf8))
  counts.isClustered = true
  return counts
}

/// The texts of each cluster.
private func families(_ model: borrowing Model) throws -> [Set<[UInt8]>] {
  let clusters = try #require(try model.clusters())
  var families = [Set<[UInt8]>](repeating: [], count: Int(clusters.max() ?? -1) + 1)
  for (type, cluster) in clusters.enumerated() {
    families[Int(cluster)].insert(try model.text(of: MessageTypeID(rawValue: UInt32(type))))
  }
  return families
}

@Suite("Clusters in models")
struct ClusteredModelTests {
  @Test("a model has the clusters of its types' texts, if it was asked to")
  func written() throws {
    let model = try open(modelBytes(clustered()))
    try model.verify()
    let found = try families(model)
    #expect(found.map(\.count) == [4, 4, 1])
    #expect(found[0].allSatisfy { $0.starts(with: "sshd\n".utf8) })
    #expect(found[1].allSatisfy { $0.starts(with: "systemd\n".utf8) })
    let plain = try LogMarkovTests.model(of: Array(log.utf8))
    #expect(try plain.clusters() == nil)
  }

  @Test("the key decides how types are numbered, and not which are together", arguments: UInt64(2)...4)
  func keys(seed: UInt64) throws {
    var counts = try learn(Array(log.utf8), settings(seed: seed))
    counts.isClustered = true
    #expect(try families(open(modelBytes(counts))) == families(open(modelBytes(clustered()))))
  }

  @Test("the section is laid out as the manual says")
  func layout() throws {
    let part = try #require(ForgedModel(modelBytes(clustered())).parts.last)
    #expect(part.name == "clus" && part.flags == 1)
    let model = try open(modelBytes(clustered()))
    let numbers = (0..<9).map { Int32(number(part.bytes, at: 4 * $0, bytes: 4)) }
    #expect(try numbers == model.clusters() && part.bytes.count == 4 * 9)
  }

  @Test("without types there are no clusters")
  func noTypes() throws {
    var counts = Counts(settings: testSettings)
    counts.isClustered = true
    let model = try open(modelBytes(counts))
    try model.verify()
    #expect(try model.clusters() == [])
  }

  @Test("a sum is clustered, anew, as soon as one of its models is", arguments: [true, false])
  func merging(first: Bool) throws {
    let half = log.split(separator: "\n")
    let parts = [half.prefix(6), half.suffix(6)].map { $0.joined(separator: "\n") }
    var sum = Counts(settings: testSettings)
    for (place, part) in parts.enumerated() {
      var counts = try clustered(part)
      counts.isClustered = (place == 0) == first
      try sum.merge(open(modelBytes(counts)))
    }
    #expect(try families(open(modelBytes(sum))) == families(open(modelBytes(clustered()))))
  }

  @Test("a dump makes the same model again")
  func dumps() throws {
    let bytes = try modelBytes(clustered())
    let dump = try dumpBytes(open(bytes))
    #expect(try modelBytes(Counts.read(dump: dump, settings: settings(seed: 9))) == bytes)
  }

  @Test("clusters that cannot be are refused", arguments: [9, 1 << 31, UInt64(UInt32.max)])
  func impossible(number: UInt64) throws {
    var forged = ForgedModel(try modelBytes(clustered()))
    set(number, bytes: 4, at: 8, in: &forged["clus"])
    let model = try open(forged.file())
    #expect(throws: ModelError.contradiction("a cluster in 'clus'")) { try model.clusters() }
    #expect(throws: ModelError.contradiction("a cluster in 'clus'")) { try model.verify() }
  }

  @Test("a cluster without a type is refused by verify")
  func skipped() throws {
    var forged = ForgedModel(try modelBytes(clustered()))
    let single = try #require((0..<9).first { number(forged["clus"], at: 4 * $0, bytes: 4) == 2 })
    set(3, bytes: 4, at: 4 * single, in: &forged["clus"])
    let model = try open(forged.file())
    #expect(throws: ModelError.contradiction("the numbers of clusters")) { try model.verify() }
  }

  @Test("transitions of clusters are sums of those of types")
  func transitions() throws {
    let model = try open(modelBytes(clustered()))
    let matrix = try ClusterTransitions(of: model, clusters: model.clusters() ?? [])
    // systemd, sshd, kernel, systemd …: the last kernel has no successor.
    #expect(matrix.probability(of: 0, after: 1) == 1)
    #expect(matrix.probability(of: 2, after: 0) == 1)
    #expect(matrix.probability(of: 1, after: 2) == 1)
    #expect(matrix.probability(of: 0, after: 2) == 0)
  }

  @Test(
    "a message that is not there is of the cluster of the nearest one",
    arguments: [
      ("sshd\nconnection to vault refused by peer", 0), ("systemd\nStarted the vault", 1),
      ("cups\njob printed", nil),
    ] as [(String, Int32?)])
  func nearest(text: String, cluster: Int32?) throws {
    let model = try open(modelBytes(clustered()))
    let texts = try (0..<UInt32(model.typeCount)).map { try model.text(of: MessageTypeID(rawValue: $0)) }
    var nearest = NearestCluster(texts: texts, numbers: try model.clusters() ?? [])
    #expect(nearest.number(of: Array(text.utf8).span) == cluster)
    for (type, text) in texts.enumerated() {
      #expect(try nearest.number(of: text.span) == model.clusters()?[type])
    }
  }
}
