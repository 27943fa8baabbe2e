import FoundationEssentials
import MLOpsControl
import Testing

@Suite struct `Another host` {
    /// With a program in place of ssh that runs here what ssh would run there.
    private func run(_ arguments: [String], in directory: String) async throws -> ProgramRun {
        let fixtures = Snapshot.directory.appending(path: "Fixtures").path()
        let programs = URL(filePath: ProgramRun.path).deletingLastPathComponent().path()
        return try await ProgramRun.mlopsctl(
            arguments,
            environment: ["PATH": "\(fixtures):\(programs):/usr/bin:/bin", "HOST_FILE": "\(directory)/host"])
    }

    @Test func `is asked through ssh`() async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        try await FakeDaemon.run { _ in
            try .json(StatusResponse.example)
        } _: { daemon in
            let host = "-oProxyCommand=false"
            let run = try await run(["status", "--host=\(host)", "--socket", daemon.socket], in: directory)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("● mlopsd 0.1.0"))
            let named = FileManager.default.contents(atPath: "\(directory)/host") ?? Data()
            #expect(String(decoding: named, as: UTF8.self) == host + "\n")
        }
    }

    @Test func `a socket there that can not be is no command`() async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        let run = try await run(["status", "-H", "far", "--socket", "/tmp/a'; echo b; '"], in: directory)
        #expect(run.status == 69)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("cannot connect to /tmp/a'; echo b; ': No such file or directory"))
    }

    @Test func `without ssh there is no way`() async throws {
        let run = try await ProgramRun.mlopsctl(["status", "-H", "far"], environment: ["PATH": "/nonexistent"])
        #expect(run.status == 69)
        #expect(run.errors.hasPrefix("error: cannot connect to mlopsd on far: ssh could not be started: No such file"))
    }
}
