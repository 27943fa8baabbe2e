@testable import MLOpsConfig
import MLOpsCore
import Testing

/// Whatever the bytes, reading ends with a definition or with an error.
@Suite struct `Hostile text` {
    /// SplitMix64: the same bytes on every machine.
    struct Randomness: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }

    @Test(arguments: 0..<40) func `F1 of random bytes ends in an error`(seed: UInt64) {
        var randomness = Randomness(state: seed)
        for length in [1, 7, 64, 500] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &randomness) }
            #expect(!problems(bytes).isEmpty)
        }
    }

    @Test(arguments: 0..<40) func `F1 of YAML's own characters ends in an error`(seed: UInt64) {
        var randomness = Randomness(state: seed &+ 1000)
        let alphabet = Array("{}[],:&*!|>'\"%@`#?- \n\n  ab01~".utf8)
        for length in [3, 20, 100, 400] {
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &randomness) ?? 0 }
            #expect(!problems(bytes).isEmpty)
        }
    }

    @Test(arguments: 0..<40) func `F1 of a damaged definition ends`(seed: UInt64) {
        var randomness = Randomness(state: seed &+ 2000)
        let whole = Array(`A whole definition`.text.utf8)
        for _ in 0..<10 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &randomness) { Self.damage(&bytes, &randomness) }
            // Damage may well leave a definition; then its id must be computable, which `problems` does.
            #expect(problems(bytes).allSatisfy { $0.hasPrefix("file") })
        }
    }

    static func damage(_ bytes: inout [UInt8], _ randomness: inout Randomness) {
        let position = Int.random(in: 0..<bytes.count, using: &randomness)
        switch Int.random(in: 0..<5, using: &randomness) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &randomness)
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: Array("{[:,-*&!".utf8).shuffled(using: &randomness).prefix(2), at: position)
        case 3: bytes.removeSubrange(position..<min(bytes.count, position + 40))
        default:
            let other = Int.random(in: 0..<bytes.count, using: &randomness)
            bytes.swapAt(position, other)
        }
        if bytes.isEmpty { bytes = [0] }
    }

    @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[{a: [", "\n- - - -", "\n ? ? - - ", "&a [", "!a {"])
    func `F1 that nests without end is refused`(opening: String) {
        for count in [60, 99, 990, 5000, 100_000] {
            let text = "steps: " + String(repeating: opening, count: count)
            #expect(problems(text).count == 1)
        }
    }

    @Test func `F1 that indents one level a line without end is refused`() {
        let text = (0..<1000).map {
            String(repeating: " ", count: $0) + "a:\n" + String(repeating: " ", count: $0) + "-\n"
        }
        #expect(problems(text.joined()).count == 1)
    }

    @Test func `F1 of a megabyte of keys is refused in bounded words`() {
        let text = (0..<60_000).map { "key\($0): 1" }.joined(separator: "\n")
        let messages = problems(text)
        #expect(messages.count == Findings.limit)
    }

    @Test func `F1 larger than a megabyte is refused`() {
        let text = String(repeating: "# remark\n", count: 200_000)
        #expect(problems(text).first?.contains("more than the 1048576") == true)
    }
}
