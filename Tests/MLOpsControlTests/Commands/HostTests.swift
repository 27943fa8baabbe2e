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
        #expect(
            run.errors == """
                error: cannot connect to /tmp/a'; echo b; ': No such file or directory
                hint: is mlopsd.service running? systemctl status mlopsd
                error: cannot connect to mlopsd on far: mlopsctl there failed, and says why above
                hint: ssh far mlopsctl doctor

                """)
    }

    @Test(arguments: [["status"], ["watch"], ["logs", "r1"], ["list-runs"]])
    func `that ssh does not reach is told of once, with what to do`(verb: [String]) async throws {
        let run = try await run(verb + ["-H", "nowhere"], in: "/nonexistent")
        #expect(run.status == 69)
        #expect(
            run.errors == """
                ssh: Could not resolve hostname nowhere
                error: cannot connect to mlopsd on nowhere: ssh failed, and says why above
                hint: does "ssh nowhere" work?

                """)
    }

    @Test func `without mlopsctl is told so`() async throws {
        let run = try await run(["status", "-H", "bare"], in: "/nonexistent")
        #expect(run.status == 69 && run.errors.hasSuffix("there is no mlopsctl on it\nhint: install mlopsd there\n"))
    }

    @Test(arguments: [
        ["check"], ["check", "/tmp/x.yaml"], ["calendar", "daily"], ["profile", "a.csv"],
        ["compare", "a.csv", "b.csv"],
        ["detect", "a.csv", "--column", "loss", "--reference", "50"], ["schema", "infer", "a.csv"],
        ["report", "--compare", "a.csv", "b.csv", "-o", "r.html"], ["apply"],
    ])
    func `is nothing to verbs that look at this machine`(verb: [String]) async throws {
        let run = try await run(verb + ["-H", "far"], in: "/nonexistent")
        #expect(run.status == 2 && run.output.isEmpty, "\(run.errors)")
        #expect(run.errors.contains("\nhint: ssh "), "\(run.errors)")
    }

    @Test func `without ssh there is no way`() async throws {
        let run = try await ProgramRun.mlopsctl(["status", "-H", "far"], environment: ["PATH": "/nonexistent"])
        #expect(run.status == 69)
        #expect(run.errors.hasPrefix("error: cannot connect to mlopsd on far: ssh could not be started: No such file"))
    }
}
