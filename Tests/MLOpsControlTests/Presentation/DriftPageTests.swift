import MLOpsControl
import Testing

@Suite struct `The drift page` {
    @Test func `shows columns and windows`() throws {
        let drift = DriftResponse(pipeline: "churn", monitors: [DriftMonitorValue.example])
        try Snapshot.expect(DriftPage.text(drift, .example(width: 120)), "Golden/drift.txt")
    }

    @Test func `is ASCII where it must be`() throws {
        let drift = DriftResponse(pipeline: "churn", monitors: [DriftMonitorValue.example])
        let text = DriftPage.text(drift, .example(width: 80, isUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) })
        try Snapshot.expect(text, "Golden/drift-80-ascii.txt")
    }

    @Test func `says when nothing watches`() {
        let text = DriftPage.text(DriftResponse(pipeline: "churn", monitors: []), .example())
        #expect(text == "churn has no trigger that waits for drift\n")
    }
}
