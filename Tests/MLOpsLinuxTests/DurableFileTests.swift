import CMLOpsLinux
import Glibc
import Synchronization
import Testing

@testable import MLOpsLinux

@Suite struct `Durable files` {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func `a file is replaced whole and nothing is left beside it`() throws {
        try DurableFile.write("one".utf8, to: scratch.path("f"), permissions: 0o600)
        try DurableFile.write("two".utf8, to: scratch.path("f"), permissions: 0o644)
        #expect(scratch.read("f") == "two")
        var names: [String] = []
        try SafeDirectory(scratch.path).scan(recursive: false, failed: { _ in }) {
            names.append($0.path.description)
            #expect($0.status.mode == 0o644)
            return .proceed
        }
        #expect(names == ["f"])
    }

    @Test func `a failed write leaves the old file and no other`() throws {
        try scratch.write("old", to: "f")
        #expect(throws: LinuxError.self) { try DurableFile.write("x".utf8, to: scratch.path("missing/f")) }
        try scratch.directory("d")
        #expect(throws: LinuxError("replace", scratch.path("d"), .system(EISDIR))) {
            try DurableFile.write("x".utf8, to: scratch.path("d"))
        }
        #expect(scratch.read("f") == "old")
    }

    @Test func `reading refuses what is too large and what is no file`() throws {
        try scratch.write("12345", to: "f")
        #expect(throws: LinuxError("read", scratch.path("f"), .exceeds(limit: 4, unit: "bytes"))) {
            try DurableFile.read(scratch.path("f"), maximumBytes: 4)
        }
        #expect(mkfifo(scratch.path("p"), 0o600) == 0)
        #expect(throws: LinuxError("read", scratch.path("p"), .notRegularFile(.fifo))) {
            try DurableFile.read(scratch.path("p"), maximumBytes: 4)
        }
    }

    @Test func `a link is made, switched and read`() throws {
        let link = SwitchableLink(scratch.path("model"))
        #expect(try link.target() == nil)
        #expect(try link.point(at: "v1") == nil)
        #expect(try link.point(at: "v2") == "v1")
        #expect(try link.target() == "v2")
    }

    @Test(arguments: ["directory", "file"])
    func `I9 what is no link is never replaced`(kind: String) throws {
        if kind == "directory" { try scratch.directory("model") } else { try scratch.write("x", to: "model") }
        let link = SwitchableLink(scratch.path("model"))
        #expect(throws: LinuxError("switch link", scratch.path("model"), .notSymbolicLink)) { try link.point(at: "v2") }
        #expect(throws: LinuxError("read link", scratch.path("model"), .notSymbolicLink)) { try link.target() }
        #expect(access(scratch.path("model"), F_OK) == 0)
    }

    @Test func `I6 a reader finds the old or the new at every moment of a switch`() async throws {
        let scratch = try Scratch(isInMemory: true)
        for version in ["v1", "v2"] {
            try scratch.directory(version)
            try scratch.write(version, to: version + "/f")
        }
        let link = SwitchableLink(scratch.path("model"))
        try link.point(at: "v1")
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [scratch] in
                defer { isDone.raise() }
                for index in 0..<2000 {
                    try SwitchableLink(scratch.path("model")).point(at: index % 2 == 0 ? "v2" : "v1")
                }
            }
            var reads = 0
            while !isDone.isRaised {
                let file = open(scratch.path("model/f"), O_RDONLY)
                #expect(file >= 0, "errno \(errno) after \(reads) reads")
                close(file)
                reads += 1
                await Task.yield()  // other tests share the threads
            }
            try await group.waitForAll()
        }
    }

    @Test func `A18 a lock that is held names its holder, and is free again with it`() throws {
        var first: LockFile? = try LockFile(scratch.path("lock"))
        #expect(first != nil)
        let error = #expect(throws: LinuxError.self) { try LockFile(scratch.path("lock")) }
        #expect(error?.cause == .held(byPID: getpid()))
        #expect("\(try #require(error))" == "cannot lock \"\(scratch.path("lock"))\": held by pid \(getpid())")
        first = nil
        // A child of another test may have the descriptor until it executes its program.
        _ = try LockFile(scratch.path("lock"), patience: .seconds(30))
    }

    @Test func `A18 a lock whose holder is ending is waited for`() async throws {
        let path = scratch.path("lock")
        let holder = Mutex<LockFile?>(try LockFile(path))
        let waiting = Task.detached { try LockFile(path, patience: .seconds(30)) }
        #expect(throws: LinuxError.self) { try LockFile(path) }
        holder.withLock { $0 = nil }
        _ = try await waiting.value
    }
}
