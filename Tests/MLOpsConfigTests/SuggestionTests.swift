@testable import MLOpsConfig
import Testing

@Suite struct `Suggestions` {
    static let words = ["cooldown", "max_runs_per_day", "overlap", "run", "priority"]

    @Test(arguments: [
        ("coldown", "cooldown"), ("cooldwon", "cooldown"), ("Cooldown", "cooldown"),
        ("max-runs-per-day", "max_runs_per_day"),
        ("overlaps", "overlap"), ("runs", "run"), ("prio", nil), ("zzz", nil), ("", nil),
    ])
    func `is the nearest word, if near`(word: String, expected: String?) {
        #expect(Suggestion.nearest(to: word, among: Self.words) == expected)
    }

    @Test func `is not looked for when the word is absurdly long`() {
        #expect(Suggestion.nearest(to: String(repeating: "run", count: 10_000), among: Self.words) == nil)
    }
}
