import Testing

@testable import MLOpsControl

@Suite struct `A unified difference` {
    @Test func `has the lines around a change, and what is near another one is one hunk`() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("\n5\n", with: "\nfive\n").replacing("\n9\n", with: "\n").replacing(
            "\n20\n", with: "\n20")
        let hunks = UnifiedDiff(from: old, to: new).hunks
        #expect(hunks.map(\.header) == ["@@ -2,11 +2,10 @@", "@@ -17,4 +16,4 @@"])
        #expect(hunks[1].lines.suffix(2) == [.removed("20\n"), .added("20")])
    }

    @Test func `of nothing and something starts at no line`() {
        #expect(UnifiedDiff(from: "", to: "a\nb\n").hunks.map(\.header) == ["@@ -0,0 +1,2 @@"])
        #expect(UnifiedDiff(from: "a\n", to: "").hunks.map(\.header) == ["@@ -1,1 +0,0 @@"])
        #expect(UnifiedDiff(from: "a\n", to: "a\n").hunks.isEmpty)
    }

    @Test(arguments: 0..<200) func `makes the new text of the old one`(seed: UInt64) {
        var random = Numbers(state: seed)
        let old = Self.text(&random), new = Self.text(&random)
        var lines = Self.lines(old)
        for hunk in UnifiedDiff(from: old, to: new).hunks.reversed() {
            let before = hunk.lines.filter { if case .added = $0 { false } else { true } }.map { String($0.text) }
            let after = hunk.lines.filter { if case .removed = $0 { false } else { true } }.map { String($0.text) }
            let start = before.isEmpty ? hunk.oldStart : hunk.oldStart - 1
            #expect(Array(lines[start..<start + before.count]) == before)
            lines.replaceSubrange(start..<start + before.count, with: after)
        }
        #expect(lines.joined() == new)
    }

    private static func text(_ random: inout Numbers) -> String {
        let lines = (0..<Int.random(in: 0...30, using: &random)).map { _ in "\(Int.random(in: 0...4, using: &random))" }
        return lines.joined(separator: "\n") + (lines.isEmpty || Bool.random(using: &random) ? "" : "\n")
    }

    private static func lines(_ text: String) -> [String] {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return parts.dropLast().map { $0 + "\n" } + (parts.last.map { $0.isEmpty ? [] : [$0] } ?? [])
    }
}

extension UnifiedDiff.Line {
    fileprivate var text: Substring {
        switch self {
        case .kept(let text), .removed(let text), .added(let text): text
        }
    }
}

/// The same for the same seed: Knuth's congruential generator for MMIX, its weak low bits mixed with the high ones.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 32
    }
}
