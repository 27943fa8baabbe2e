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

    @Test(
        arguments: [
            ("all_null", "churned: the newest window has no labels; it counts for no alarm"),
            ("incomparable", "churned: the newest window has no labels; it counts for no alarm"),
            ("insufficient", "churned: the newest window has too few labels; it counts for no alarm"),
            (nil, "churned: no window is judged yet; it counts for no alarm"),
            ("missing", "churned: the training data have no such column; mend \"target\" of the dataset"),
        ] as [(String?, String)])
    func `says what keeps the shift of the label from being known`(status: String?, text: String) {
        var monitor = DriftMonitorValue.example
        monitor.target?.isMissing = status == "missing"
        if let status { monitor.target?.column?.status = status } else { monitor.target?.column = nil }
        let page = DriftPage.text(DriftResponse(pipeline: "churn", monitors: [monitor]), .example())
        #expect(page.contains("Target: \(text)\n"), "\(page)")
    }

    @Test func `says when nothing watches`() {
        let text = DriftPage.text(DriftResponse(pipeline: "churn", monitors: []), .example())
        #expect(text == "churn has no trigger that waits for drift\n")
    }
}
