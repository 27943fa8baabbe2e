package import MLOpsCore

extension ConfigurationReport {
    /// This report with the tests that pipelines have of their own decisions.
    package func adding(testsOf pipelines: [PipelineDefinition]) -> ConfigurationReport {
        var report = self
        report.errors += pipelines.flatMap { pipeline in
            pipeline.tests.enumerated().compactMap { index, test in
                Diagnostic(failureOf: test, number: index, Rehearsal.perform(test, on: pipeline))
            }
        }
        report.isValid = report.isValid && report.errors.isEmpty
        return report
    }
}

extension Diagnostic {
    /// nil: the test got what it expects.
    fileprivate init?(failureOf test: DecisionTest, number: Int, _ result: RehearsalResult) {
        guard result.outcome != test.expect else { return nil }
        let place = test.place.split(separator: ":", omittingEmptySubsequences: false)
        // Each trigger is a way to start; three of them are enough to see what is wrong.
        let ways = result.explanations.compactMap(\.firstMissing).prefix(3).joined(separator: ", or ")
        self.init(
            file: place.dropLast(2).joined(separator: ":"), line: place.dropLast().last.flatMap { Int($0) },
            column: place.last.flatMap { Int($0) }, key: "tests[\(number)]",
            problem: "expected \(test.expect.rawValue), got \(result.outcome?.rawValue ?? "nothing"): \(result.reason)",
            hint: ways.isEmpty ? nil : "to start it needs \(ways)")
    }
}

extension Explanation {
    fileprivate var firstMissing: String? { missing ?? children.lazy.compactMap(\.firstMissing).first }
}
