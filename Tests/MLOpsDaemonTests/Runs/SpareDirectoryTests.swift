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

    private func made() async throws {
        spare.renew()
        try await eventually("a spare is made") { exists(scratch.path + "/runs/.spare") }
    }

    @Test func `becomes the directory of the next run`() async throws {
        try await made()
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try spare.place(at: directory)
        #expect(isWhole(directory))
        #expect(exists(directory.manifest))
        #expect(!exists(scratch.path + "/runs/.spare"))
    }

    @Test func `is not needed`() throws {
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try spare.place(at: directory)
        #expect(isWhole(directory))
    }

    @Test func `never replaces a directory in which something lies`() async throws {
        let directory = RunDirectory(state: scratch.path, run: RunID(1))
        try directory.prepare()
        try Scratch.write([1], toPath: directory.work + "/mine")
        try await made()
        try spare.place(at: directory)
        #expect(text(of: directory.work + "/mine") == "\u{1}")
    }

    @Test func `completes what a crash left half made`() async throws {
        try scratch.directory("runs/.unfinished/data")
        try scratch.directory("runs/r1/data")
        try await made()
        for number in 1...2 {
            let directory = RunDirectory(state: scratch.path, run: RunID(Int64(number)))
            try spare.place(at: directory)
            #expect(isWhole(directory))
        }
    }
}
