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

    @Test func `says which test got what, and why`() async throws {
        let run = try await check("misjudged.yaml")
        #expect(run.status == 78)
        try Snapshot.expect(run.errors, "Golden/check-misjudged.txt")
    }
}
