import FoundationEssentials
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `JSON of the record` {
    private struct Empty: Codable, Hashable {}

    private struct Sample: Codable, Hashable {
        enum Choice: Codable, Hashable {
            case plain
            case one(Int)
            case two(first: String, second: [Double]?)
        }

        var text: String
        var numbers: [Int64]
        var nested: [[String]]
        var optional: Double?
        var choices: [Choice]
        var small: UInt8
        var isTrue: Bool
        var empty: Empty
        var pairs: [String: [Int]]
    }

    private static let sample = Sample(
        text: "a\"b\\c\n\u{0}\u{1F}é🤖", numbers: [.min, 0, .max], nested: [[], ["x"], ["", "y"]], optional: nil,
        choices: [
            .plain, .one(3), .two(first: "", second: [1e300, -0.1, .leastNonzeroMagnitude]),
            .two(first: "z", second: nil),
        ],
        small: 255, isTrue: true, empty: Empty(), pairs: ["k": [1, 2]])

    @Test func `reads back what was written`() throws {
        let text = try RecordCoding.encode(Self.sample)
        #expect(try RecordCoding.decode(Sample.self, from: text) == Self.sample)
    }

    @Test func `is what any reader of JSON reads`() throws {
        let text = try RecordCoding.encode(Self.sample)
        #expect(try JSONDecoder().decode(Sample.self, from: Data(text.utf8)) == Self.sample)
        #expect(text.hasPrefix(#"{"text":"a\"b\\c\u000a\u0000\u001f"#))
    }

    @Test func `is the same text for the same value`() throws {
        let run = RecordFixtures.endedRun(1, .failed("exit 1"))
        #expect(try RecordCoding.encode(run) == RecordCoding.encode(run))
        #expect(try RecordCoding.decode(Run.self, from: RecordCoding.encode(run)) == run)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func `keeps numbers that are none`(value: Double) throws {
        let read = try RecordCoding.decode([Double].self, from: RecordCoding.encode([value]))
        #expect(read.first?.isNaN == value.isNaN && (value.isNaN || read == [value]))
    }

    @Test func `takes values that are neither object nor array`() throws {
        #expect(try RecordCoding.encode("x") == "\"x\"")
        #expect(try RecordCoding.encode(7) == "7")
        #expect(try RecordCoding.encode(Empty()) == "{}")
        #expect(try RecordCoding.encode([Int]()) == "[]")
    }
}
