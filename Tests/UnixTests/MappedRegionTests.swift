import Support
import Testing

@testable import Unix

extension MappedRegion {
  fileprivate borrowing func array() -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }
}

@Suite("A mapped region")
struct MappedRegionTests {
  @Test(
    "shows all bytes of a file, and outlives its descriptor", arguments: [0, 1, 4_095, 4_096, 4_097, 100_000])
  func files(size: Int) throws {
    var generator = SplitMix64(seed: UInt64(size))
    let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let directory = try TemporaryDirectory()
    try writeFile(bytes, to: directory.path(of: "f"))
    func map() throws -> MappedRegion {
      try MappedRegion(mapping: FileDescriptor(openingForReading: directory.path(of: "f")))
    }
    let region = try map()
    #expect(region.count == size)
    #expect(region.bytes.byteCount == size)
    #expect(region.array() == bytes)
  }

  @Test("goes on showing the file that was replaced")
  func replaced() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "f")
    try writeFile("old", to: path)
    let region = try MappedRegion(mapping: FileDescriptor(openingForReading: path))
    var replacement = try ReplacementFile(at: path)
    try replacement.write(Array("brand new".utf8).span)
    try replacement.commit()
    #expect(region.array() == Array("old".utf8))
  }

  @Test(
    "cannot be made of what has no pages",
    arguments: [("/", ErrorCode.isADirectory), ("/dev/null", .noSuchDevice)])
  func unmappable(path: String, code: ErrorCode) throws {
    let file = try FileDescriptor(openingForReading: path)
    #expect(systemError { _ = try MappedRegion(mapping: file) } == SystemError(code: code, call: "mmap"))
    let pipe = try Pipe()
    #expect(systemError { _ = try MappedRegion(mapping: pipe.readEnd) }?.code == .noSuchDevice)
  }

  @Test("of a copy is aligned as in a file", arguments: [0, 1, 63, 64, 65, 5_000])
  func copies(size: Int) {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let region = MappedRegion(copying: bytes)
    #expect(region.array() == bytes)
    // Safety: only the address is looked at.
    let address = unsafe region.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(address % 64 == 0)
  }
}
