import Glibc
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

@Suite struct `The spare directory` {
    private let scratch: Scratch
    private let spare: SpareDirectory

    init() throws {
        scratch = try Scratch()
        spare = SpareDirectory(state: scratch.path)
    }

    private func isWhole(_ directory: RunDirectory) -> Bool {
        [directory.work, directory.model, directory.temporary, directory.attempts].allSatisfy(exists)
    }

    @Test func `becomes the directory of the next run`() throws {
        spare.make()
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try spare.place(at: directory)
        #expect(isWhole(directory))
        #expect(exists(directory.manifest))
        #expect(!exists(scratch.path + "/runs/.spare"))
    }

    @Test func `gives its lists and its attempt to the first that come`() throws {
        spare.make()
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try spare.place(at: directory)
        directory.placeSpareLists(for: "first")
        directory.placeSpareLists(for: "second")
        #expect(exists(directory.list(of: "first")) && exists(directory.newList(of: "first")))
        #expect(!exists(directory.list(of: "second")))
        let attempts = (1...2).map { AttemptID(run: RunID(1), step: "s", number: $0) }
        for attempt in attempts { try directory.makeAttempt(attempt) }
        #expect(exists(directory.attempt(attempts[0]) + "/alive"))
        #expect(try ShimRecord.inspect(directory.attempt(attempts[0])) == .notStarted)
        #expect(try ShimRecord.inspect(directory.attempt(attempts[1])) == .notStarted)
    }

    @Test func `runs a step as well as a directory made for it`() async throws {
        let fixture = try RunFixture()
        SpareDirectory(state: fixture.state).make()
        let end = try await fixture.end(ofScript: "echo out; ls -A . > listing")
        #expect(end.kind == .exited(code: 0))
        let attempt = AttemptID(run: RunID(1), step: "s1", number: 1)
        let directory = RunDirectory(state: fixture.state, run: RunID(1))
        #expect(text(of: directory.attempt(attempt) + "/log") == "out\n")
        #expect(!exists(directory.spareAttempt))
    }

    @Test func `never replaces the record of an attempt`() throws {
        spare.make()
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try spare.place(at: directory)
        let attempt = AttemptID(run: RunID(1), step: "s", number: 1)
        try RunDirectory.make(directory.attempt(attempt))
        try Scratch.write([1], toPath: directory.attempt(attempt) + "/claim")
        try directory.makeAttempt(attempt)
        #expect(exists(directory.attempt(attempt) + "/claim"))
    }

    @Test func `is not needed`() throws {
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try spare.place(at: directory)
        #expect(isWhole(directory))
    }

    @Test func `never replaces a directory in which something lies`() throws {
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try directory.prepare()
        try Scratch.write([1], toPath: directory.work + "/mine")
        spare.make()
        try spare.place(at: directory)
        #expect(text(of: directory.work + "/mine") == "\u{1}")
    }

    @Test func `completes what a crash left half made`() throws {
        try scratch.directory("runs/.unfinished/data")
        try scratch.directory("runs/r1/data")
        spare.make()
        for number in 1...2 {
            let directory = RunDirectory(state: scratch.path, run: RunID(Int64(number)))
            try spare.place(at: directory)
            #expect(isWhole(directory))
        }
    }
}
