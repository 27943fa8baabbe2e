import MLOpsControl
import Testing

@Suite struct `The drift page` {
    private static let monitor = DriftMonitorValue(
        trigger: "drift", operand: "drift", dataset: "customers", state: .suspect,
        since: Timestamp(microseconds: 1_795_392_000_000_000), action: "evaluate", falseAlarmsPerYear: 0.5,
        reference: .init(version: "churn/7", files: 30, rows: 30_000), windows: 3, strength: 1.25,
        columns: [
            .init(
                name: "age", status: "compared", p: 4.8e-14, psi: 0.252, ks: 0.196, missingShift: -0.0123,
                isNegligible: false, strength: 1.3),
            .init(
                name: "plan\u{1B}[2J", status: "compared", p: 0.326, psi: 0.0024, ks: nil, missingShift: 0,
                isNegligible: true, strength: 0.12),
            .init(
                name: "city", status: "empty", p: nil, psi: nil, ks: nil, missingShift: nil, isNegligible: false,
                strength: 0),
        ],
        history: [(3, 1.25, true), (2, 0.9, false), (1, 0.0, false)].map { sequence, strength, isAlarm in
            .init(
                evidence: "e\(sequence)", judgedAt: Timestamp(microseconds: 1_795_392_000_000_000),
                firstSequence: sequence, lastSequence: sequence, files: 1, rows: 1000, reference: "churn/7",
                state: isAlarm ? .suspect : .calm, isAlarm: isAlarm, strength: strength,
                columns: isAlarm ? ["age"] : [])
        })

    @Test func `shows columns and windows`() throws {
        let drift = DriftResponse(pipeline: "churn", monitors: [Self.monitor])
        try Snapshot.expect(DriftPage.text(drift, .example(width: 120)), "Golden/drift.txt")
    }

    @Test func `is ASCII where it must be`() throws {
        let drift = DriftResponse(pipeline: "churn", monitors: [Self.monitor])
        let text = DriftPage.text(drift, .example(width: 80, isUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) })
        try Snapshot.expect(text, "Golden/drift-80-ascii.txt")
    }

    @Test func `says when nothing watches`() {
        let text = DriftPage.text(DriftResponse(pipeline: "churn", monitors: []), .example())
        #expect(text == "churn has no trigger that waits for drift\n")
    }
}
