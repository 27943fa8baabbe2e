import FoundationEssentials
import MLOpsControl
import Testing

@Suite struct `mlopsctl backup` {
    @Test(arguments: [true, false])
    func `leaves no file of what did not come whole`(isWhole: Bool) async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        try await FakeDaemon.run { _ in
            FakeDaemon.Answer(
                type: "application/vnd.sqlite3", parts: ["SQLite", " format 3"], end: isWhole ? .complete : .cut)
        } _: { daemon in
            let run = try await ProgramRun.mlopsctl(["backup", "\(directory)/copy.db", "--socket", daemon.socket])
            #expect(daemon.requests.map(\.target) == ["/v1/backup"])
            #expect(run.status == (isWhole ? 0 : 69), "\(run)")
            let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(names == (isWhole ? ["copy.db"] : []))
            if isWhole {
                #expect(FileManager.default.contents(atPath: "\(directory)/copy.db") == Data("SQLite format 3".utf8))
            }
        }
    }
}
