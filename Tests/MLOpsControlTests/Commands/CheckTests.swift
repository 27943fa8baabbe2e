import FoundationEssentials
import Testing

@Suite struct `mlopsctl check` {
    private func check(_ name: String) async throws -> ProgramRun {
        let run = try await ProgramRun.mlopsctl([
            "check", Snapshot.directory.appending(path: "Fixtures/\(name)").path(),
        ])
        var named = run
        named.errors = run.errors.replacing(Snapshot.directory.path(), with: "")
        return named
    }

    @Test func `tries the tests of a pipeline`() async throws {
        let run = try await check("rehearsed.yaml")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "1 pipeline: all usable; 1 warning\n", "\(run.errors)")
    }

    @Test func `takes a directory of definitions for them, and one of neither for a mistake`() async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        let empty = try await ProgramRun.mlopsctl(["check", directory])
        #expect(empty.status == 78 && empty.errors.contains("holds no configuration"), "\(empty)")
        try Data("steps: {}\n".utf8).write(to: URL(filePath: "\(directory)/wrong.yaml"))
        let wrong = try await ProgramRun.mlopsctl(["check", directory])
        #expect(wrong.status == 78 && wrong.errors.contains("wrong.yaml"), "\(wrong)")
        try Data("".utf8).write(to: URL(filePath: "\(directory)/mlopsd.yaml"))
        let whole = try await ProgramRun.mlopsctl(["check", directory])
        #expect(whole.status == 0 && whole.output.hasPrefix("0 pipelines"), "\(whole)")
    }

    @Test func `says which test got what, and why`() async throws {
        let run = try await check("misjudged.yaml")
        #expect(run.status == 78)
        try Snapshot.expect(run.errors, "Golden/check-misjudged.txt")
    }
}
