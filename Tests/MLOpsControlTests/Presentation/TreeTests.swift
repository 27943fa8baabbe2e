import MLOpsControl
import Testing

@Suite struct `Trees` {
    @Test func `why`() throws { try Snapshot.expect(WhyText.text(WhyResponse.example, .example()), "Golden/why.txt") }

    @Test func `why in ASCII`() throws {
        let text = WhyText.text(WhyResponse.example, .example(isUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try Snapshot.expect(text, "Golden/why-ascii.txt")
    }

    @Test func `why not`() throws {
        let answer = WhyNotResponse(
            pipeline: "churn", trigger: "nightly", wouldStart: false, answer: "1800 rows are missing",
            nextAt: time("2026-11-23T04:30:00Z"), explanation: .example, nextCommand: "mlopsctl run churn --force")
        try Snapshot.expect(WhyText.text(answer, .example()), "Golden/why-not.txt")
    }

    @Test func `lineage`() throws {
        try Snapshot.expect(LineageTree.text(.example, .example()), "Golden/lineage.txt")
    }
}
