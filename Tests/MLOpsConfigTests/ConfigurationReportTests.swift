import Foundation
@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `Configuration report` {
    @Test func `sums up a directory`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/good.yaml")
        try tree.write("pipelines.d/bad.yaml", "step: {}\n")
        try tree.write("pipelines.d/lost.yml")
        let report = ConfigurationReport(try tree.load())
        #expect(report.exitCode == 78)
        #expect(report.pipelines.map(\.name) == ["bad", "good"])
        #expect(report.summary == "2 pipelines: 1 usable, 1 not; 1 warning")
        #expect(
            report.findings.map { $0.replacing(tree.path + "/", with: "") } == [
                "pipelines.d/bad.yaml:1:1: error: step: unknown key; did you mean \"steps\"?",
                "pipelines.d/lost.yml: warning: the file is not read; name it lost.yaml",
            ])
    }

    @Test func `of good configuration exits with 0`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml")
        let report = ConfigurationReport(try tree.load())
        #expect(report.exitCode == 0 && report.findings.isEmpty)
        #expect(report.summary == "1 pipeline: all usable")
    }

    @Test func `of refused settings says so`() {
        let report = ConfigurationReport(
            ConfigurationError(Diagnostic(file: "/etc/mlopsd/mlopsd.yaml", problem: "bad")))
        #expect(report.exitCode == 78)
        #expect(report.findings == ["/etc/mlopsd/mlopsd.yaml: error: bad"])
        #expect(report.summary == "0 pipelines: the configuration is not usable")
    }

    @Test func `is the same after JSON`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/bad.yaml", "step: {}\n")
        let report = ConfigurationReport(try tree.load())
        let decoded = try JSONDecoder().decode(ConfigurationReport.self, from: try JSONEncoder().encode(report))
        #expect(decoded == report)
    }

    @Test func `shows hostile texts harmlessly`() {
        let diagnostic = Diagnostic(file: "a\u{1b}[31m", key: "k\u{202E}", problem: "x\ny", hint: "caf\u{e9}")
        #expect(diagnostic.description == "a\\u{1b}[31m: k\\u{202e}: x\\u{a}y; caf\u{e9}")
    }
}
