import FoundationEssentials
import Glibc
import MLOpsControl
import Testing

@Suite struct `mlopsctl report` {
    private let data = Snapshot.directory.appending(path: "Fixtures/data").path()

    private func page() async throws -> String {
        let run = try await ProgramRun.mlopsctl(
            ["report", "--compare", "\(data)/reference.csv", "\(data)/shifted.csv", "-o", "-"])
        #expect(run.status == 0, "\(run.errors)")
        return run.output
    }

    @Test func `is one page without scripts and without anything from elsewhere`() async throws {
        let page = try await page()
        #expect(page.hasPrefix("<!DOCTYPE html>"))
        for word in ["<script", "http://", "https://", "url(", "@import", "src=", "<link"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("prefers-color-scheme: dark"))
        #expect(page.contains("<svg"))
    }

    @Test func `H1 shows hostile names and values, and obeys nothing in them`() async throws {
        let page = try await page()
        #expect(page.contains("&lt;b&gt;name&lt;/b&gt;"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.contains("<b>"))
    }

    @Test func `begins with what changed most`() async throws {
        let page = try await page()
        let names = page.components(separatedBy: "<h2>").dropFirst().map { $0.components(separatedBy: "</h2>")[0] }
        #expect(names.prefix(2).sorted() == ["amount", "country"])
        #expect(names.count == 6)
    }

    @Test func `says in words why it can not write`() async throws {
        let run = try await ProgramRun.mlopsctl(
            ["report", "--compare", "\(data)/reference.csv", "\(data)/same.csv", "-o", "/nonexistent/x.html"])
        #expect(run.status == 74)
        #expect(run.errors.contains("cannot write \"/nonexistent/x.html\": No such file or directory"), "\(run.errors)")
    }

    // Behind links, so that a device of this machine is safe from a program that replaces what it should write to.
    @Test func `writes to a pipe or a device, and does not replace it`() async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        for device in ["stdout", "full"] {
            #expect(symlink("/dev/\(device)", "\(directory)/\(device)") == 0)
            let run = try await ProgramRun.mlopsctl(
                ["report", "--compare", "\(data)/reference.csv", "\(data)/same.csv", "-o", "\(directory)/\(device)"])
            #expect(run.status == (device == "full" ? 74 : 0), "\(run.errors)")
            #expect(run.errors.contains("No space left on device") == (device == "full"))
            #expect(run.output.hasSuffix("</html>\n") == (device == "stdout"))
            var status = stat()
            #expect(lstat("\(directory)/\(device)", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        }
    }

    @Test func `writes the file that it is told to`() async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        let run = try await ProgramRun.mlopsctl(
            ["report", "--compare", "\(data)/reference.csv", "\(data)/same.csv", "-o", "\(directory)/drift.html"])
        #expect(run.status == 0)
        #expect(run.output == "")
        let page = String(decoding: try Data(contentsOf: URL(filePath: "\(directory)/drift.html")), as: UTF8.self)
        #expect(page.contains("Not drifted"))
        #expect(page.hasSuffix("</html>\n"))
    }

    @Test(arguments: [true, false])
    func `of a pipeline asks for all that there is`(hasPredictions: Bool) async throws {
        let report = PipelineReport.example
        try await FakeDaemon.run { request in
            switch request.target.split(separator: "?")[0] {
            case "/v1/pipelines/churn": try .json(report.detail)
            case "/v1/pipelines/churn/performance" where hasPredictions: try .json(report.performance)
            case "/v1/pipelines/churn/performance": try .problem(422, .invalid, "it does not say where they are")
            case "/v1/pipelines/churn/drift": try .json(report.drift)
            case "/v1/models": try .json(report.versions)
            default: try .json(report.deployments)
            }
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["report", "churn", "-o", "-", "--socket", daemon.socket])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("<!DOCTYPE html>") && run.output.contains("<h2>Drift</h2>"))
            #expect(run.output.contains("<h2>Performance</h2>") == hasPredictions)
            #expect(daemon.requests.contains { $0.target == "/v1/models?pipeline=churn&limit=50" })
        }
    }

    @Test(arguments: ["r16", "flights/3"])
    func `of a run asks for what it did and what came of it`(subject: String) async throws {
        let report = RunReport.example
        try await FakeDaemon.run { request in
            switch request.target.split(separator: "?")[0] {
            case "/v1/runs/r16": try .json(report.detail)
            case "/v1/runs/r16/why": try .json(report.why)
            case "/v1/models/flights/3": try .json(report.version)
            default: try .problem(404, .notFound, "it was removed")
            }
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["report", subject, "-o", "-", "--socket", daemon.socket])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("<!DOCTYPE html>") && run.output.contains("<h2>Why</h2>"))
            #expect(run.output.contains("<h2>Deployments</h2>"))
            #expect(daemon.requests.contains { $0.target == "/v1/models/flights/2" })
        }
    }

    @Test func `of anything else is refused with what it takes`() async throws {
        let run = try await ProgramRun.mlopsctl(["report", "d31", "-o", "-"])
        #expect(run.status == 2 && run.errors.contains("a pipeline, a run or a model version"), "\(run.errors)")
    }

    @Test func `takes a pipeline or two datasets, and not both`() async throws {
        for arguments in [[], ["churn", "--compare", "a", "b"], ["--compare", "a"]] {
            let run = try await ProgramRun.mlopsctl(["report", "-o", "-"] + arguments)
            #expect(run.status == 2, "\(arguments): \(run.errors)")
        }
    }
}
