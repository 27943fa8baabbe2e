import MLOpsControl
import Testing

/// H4 and F12: a metrics file that can not be believed lets nothing go live.
@Suite struct `Hostile metrics` {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var script: String
    }

    static let cases = [
        Case(testDescription: "NaN", script: "echo '{\"f1\": NaN}' >\"$MLOPS_METRICS\""),
        Case(testDescription: "Infinity", script: "echo '{\"f1\": Infinity}' >\"$MLOPS_METRICS\""),
        Case(testDescription: "overflow", script: "echo '{\"f1\": 1e999}' >\"$MLOPS_METRICS\""),
        Case(testDescription: "text", script: "echo '{\"f1\": \"0.9\"}' >\"$MLOPS_METRICS\""),
        Case(testDescription: "null", script: "echo '{\"f1\": null}' >\"$MLOPS_METRICS\""),
        Case(testDescription: "no object", script: "echo '[0.9]' >\"$MLOPS_METRICS\""),
        Case(testDescription: "cut off", script: "printf '{\"f1\": 0.9' >\"$MLOPS_METRICS\""),
        Case(testDescription: "missing", script: "true"),
        Case(testDescription: "other metric", script: "echo '{\"auc\": 0.9}' >\"$MLOPS_METRICS\""),
        Case(testDescription: "twice", script: "echo '{\"f1\": 0.1, \"f1\": 0.9}' >\"$MLOPS_METRICS\""),
        Case(
            testDescription: "deep",
            script: "{ printf '{\"f1\": 0.9, \"a\": '; head -c 100000 /dev/zero | tr '\\0' '['; } >\"$MLOPS_METRICS\""),
        Case(testDescription: "huge", script: "head -c 1G /dev/zero >\"$MLOPS_METRICS\""),
        Case(testDescription: "FIFO", script: "mkfifo \"$MLOPS_METRICS\""),
        Case(testDescription: "link", script: "echo '{\"f1\": 0.9}' >secret; ln -s \"$PWD/secret\" \"$MLOPS_METRICS\""),
        Case(testDescription: "directory", script: "mkdir \"$MLOPS_METRICS\""),
    ]

    @Test(arguments: cases)
    func `H4 F12 nothing goes live`(_ example: Case) async throws {
        let more = "gates: { model: [ { metric: f1, at_least: 0.5 } ] }\ndeploy: { target: \"@ROOT@/live\" }"
        let script = "echo x >\"$MLOPS_MODEL/m\"\n" + example.script
        try await withDaemon(pipeline: Pipeline.onDemand(script, more: more)) { daemon in
            let run = try await daemon.ended(daemon.run())
            #expect(run.run.outcome == .failed || run.run.outcome == .refused, "\(run)")
            #expect(run.run.detail?.isEmpty == false)
            #expect(!daemon.sandbox.exists("live"))
        }
    }
}
