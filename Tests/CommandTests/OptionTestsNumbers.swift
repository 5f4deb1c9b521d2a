// How numbers are written on a command line, and how they are not.
import LogMarkov
import Testing

@testable import mcfilter

@Suite("Numbers on the command line")
struct OptionNumberTests {
  @Test(
    "decimal numbers",
    arguments: [
      ("8", 8), ("8.5", 8.5), ("-3", -3), ("-0.25", -0.25), (".5", 0.5), ("8.", 8), ("007", 7),
      ("1e-3", 0.001),
      ("1.23457e-05", 1.23457e-05), ("2E+2", 200), ("-0", 0), ("1e-999", 0), ("179769", 179_769),
    ] as [(String, Double)])
  func goodDecimal(_ text: String, _ number: Double) {
    #expect(Double(decimal: text) == number)
  }

  @Test(
    "no decimal numbers",
    arguments: [
      "", "-", ".", "-.", "+8", "--8", "8,5", "8.5.1", "1e", "1e+", "e5", "inf", "-inf", "infinity", "nan",
      "0x10",
      "0x1p3", " 8", "8 ", "8\n", "1_000", "1e999", "-1e999", "eight", "٣", "８", "8e1.5",
    ])
  func badDecimal(_ text: String) {
    #expect(Double(decimal: text) == nil)
  }

  @Test(
    "whole numbers", arguments: [("0", 0), ("7", 7), ("00012", 12), ("9223372036854775807", Int.max)])
  func goodWholeNumber(_ text: String, _ number: Int) {
    #expect(Int(wholeNumber: text) == number)
  }

  @Test(
    "no whole numbers",
    arguments: [
      "", "-1", "+1", "1.0", "1e3", "0x10", " 1", "1 ", "1K", "9223372036854775808", "٣", "1\u{301}",
    ])
  func badWholeNumber(_ text: String) {
    #expect(Int(wholeNumber: text) == nil)
  }

  @Test(
    "numbers of bytes",
    arguments: [
      ("0", 0), ("65536", 65_536), ("64K", 65_536), ("64k", 65_536), ("1M", 1_048_576), ("1m", 1_048_576),
      ("2G", 2_147_483_648), ("1g", 1_073_741_824), ("8589934591G", 9_223_372_035_781_033_984),
    ])
  func goodByteSize(_ text: String, _ bytes: Int) {
    #expect(Int(byteSize: text) == bytes)
  }

  @Test(
    "no numbers of bytes",
    arguments: [
      "", "K", "-1K", "+1", "1.5K", "64KB", "64 K", "64KiB", "1T", "8589934592G", "9223372036854775808",
      "K64",
      "64\u{212A}",
    ])
  func badByteSize(_ text: String) {
    #expect(Int(byteSize: text) == nil)
  }

  @Test(
    "a number of bytes is shown with the largest unit that divides it",
    arguments: [
      (0, "0"), (1, "1"), (1000, "1000"), (65_536, "64K"), (1 << 20, "1M"), (1 << 30, "1G"), (1536, "1536"),
    ])
  func shownByteSize(_ bytes: Int, _ text: String) {
    #expect(bytes.byteSize == text)
  }

  @Test(
    "shares",
    arguments: [
      ("0.001", 0.001), ("1/1000", 0.001), ("0.1%", 0.001), ("1", 1), ("100%", 1), ("1e-3", 0.001),
      ("3/4", 0.75),
      ("0.5/500", 0.001), (".5%", 0.005),
    ] as [(String, Double)])
  func goodShare(_ text: String, _ share: Double) throws {
    #expect(abs(try #require(Double(share: text)) - share) < 1e-12)
  }

  @Test(
    "no shares",
    arguments: [
      "", "%", "/", "0", "0%", "0/5", "5/0", "-0.1", "-1/-1000", "1.1", "101%", "3/2", "1/2/3", "1//2", "1/",
      "/2",
      "0.1 %", "1%/2", "1/2%", "0.1%%", "1:1000", "inf", "nan", "1/inf", "1e-999", "1e-300/1e300",
    ])
  func badShare(_ text: String) {
    #expect(Double(share: text) == nil)
  }

  @Test("seconds up to a day")
  func seconds() {
    let given = ["0", "0.5", "86400", "86400.1", "-1", "", "1s"].map { ValueKind.seconds.read($0) }
    #expect(given == [.decimal(0), .decimal(0.5), .decimal(86_400), nil, nil, nil, nil])
  }

  @Test(
    "weights",
    arguments: [("1", [1]), ("2,0.5", [2, 0.5]), (".1,1,10", [0.1, 1, 10])] as [(String, [Double])])
  func goodWeights(_ text: String, _ weights: [Double]) {
    #expect(ValueKind.weights.read(text) == .weights(weights))
  }

  @Test(
    "no keys of JSON objects",
    arguments: [
      "", ",", "message", "message=", "=msg", "message=msg,", "Message=msg", "message =msg", "boot=b",
      "message:msg",
    ])
  func badJSONKeys(_ text: String) {
    #expect(ValueKind.jsonKeys.read(text) == nil)
  }

  @Test("keys of JSON objects replace the usual ones of their field alone")
  func goodJSONKeys() {
    var keys = JSONKeys.usual
    keys.replace(.message, by: ["m=1", "n"])
    keys.replace(.tag, by: ["app"])
    let text = "message=m=1,tag=app,message=n"
    #expect(ValueKind.jsonKeys.read(text) == .text(text))
    #expect(JSONKeys(option: text) == keys)
    #expect(keys != .usual)
  }

  @Test("no weights", arguments: ["", ",", "1,", ",1", "1,,2", "0", "-1", "1;2", "1, 2", "inf", "1e-999"])
  func badWeights(_ text: String) {
    #expect(ValueKind.weights.read(text) == nil)
  }

  @Test("bounds belong to what they bound")
  func bounds() {
    let number = ValueKind.wholeNumber(2...4)
    #expect((1...5).map { number.read("\($0)") } == [nil, .integer(2), .integer(3), .integer(4), nil])
    let size = ValueKind.byteSize(1...1 << 10)
    #expect(size.read("0") == nil)
    #expect(size.read("1K") == .integer(1024))
    #expect(size.read("1025") == nil)
  }
}
