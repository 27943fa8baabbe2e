import CMLOpsLinux
import Glibc
import Testing

@testable import MLOpsLinux

@Suite struct `Safe directory` {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func `a scan finds every entry once, directories before what they hold`() throws {
        for name in ["a", "a/b"] { try scratch.directory(name) }
        for name in ["1", "a/2", "a/b/3"] { try scratch.write(name, to: name) }
        var paths: [String] = []
        try SafeDirectory(scratch.path).scan(recursive: true, failed: { Issue.record("\($0)") }) {
            paths.append($0.path.description)
            return .proceed
        }
        #expect(paths.sorted() == ["1", "a", "a/2", "a/b", "a/b/3"])
        #expect(try #require(paths.firstIndex(of: "a/b")) < #require(paths.firstIndex(of: "a/b/3")))
        var flat: [String] = []
        try SafeDirectory(scratch.path).scan(recursive: false, failed: { _ in }) {
            flat.append($0.path.description)
            return .proceed
        }
        #expect(flat.sorted() == ["1", "a"])
    }

    @Test func `the hash is the one of sha256sum and its fingerprint is the file's`() throws {
        try scratch.write("abc", to: "f")
        let file = try SafeDirectory(scratch.path).openFile(path("f"))
        let (digest, fingerprint) = try file.sha256()
        #expect(digest.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try fingerprint == file.status().fingerprint)
        #expect(fingerprint.size == 3)
    }

    @Test func `C7 an atomic replacement with the same size and time has another fingerprint`() throws {
        let directory = try SafeDirectory(scratch.path)
        try scratch.write("one", to: "f")
        let before = try directory.status(of: path("f")).fingerprint
        try scratch.write("two", to: "g")
        var times = [timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: 0, tv_nsec: 0)]
        times[1] = timespec(tv_sec: Int(before.mtimeNs / 1_000_000_000), tv_nsec: Int(before.mtimeNs % 1_000_000_000))
        #expect(utimensat(AT_FDCWD, scratch.path("g"), times, 0) == 0)
        #expect(rename(scratch.path("g"), scratch.path("f")) == 0)
        let after = try directory.status(of: path("f")).fingerprint
        #expect(after.mtimeNs == before.mtimeNs && after.size == before.size)
        #expect(after != before)
    }

    @Test(arguments: [
        ("link", FileKind.symbolicLink), ("fifo", .fifo), ("socket", .socket), ("folder.csv", .directory),
        ("dangling", .symbolicLink),
    ])
    func `C17 what is not a regular file is refused and never blocks`(name: String, kind: FileKind) throws {
        try makeOddities()
        #expect(throws: LinuxError("open", name, .notRegularFile(kind))) {
            try SafeDirectory(scratch.path).openFile(path(name))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "device nodes need root"))
    func `C17 a device is refused`() throws {
        try #require(mknod(scratch.path("device"), S_IFCHR | 0o600, 1 << 8 | 5) == 0)
        #expect(throws: LinuxError("open", "device", .notRegularFile(.characterDevice))) {
            try SafeDirectory(scratch.path).openFile(path("device"))
        }
    }

    @Test func `C17 a path through a symbolic link or out of the directory is refused`() throws {
        try scratch.write("secret", to: "secret")
        let inner = try SafeDirectory(scratch.directory("in"))
        #expect(symlink(scratch.path, scratch.path("in/up")) == 0)
        #expect(throws: LinuxError.self) { try inner.openFile(path("up/secret")) }
        #expect(RelativePath("../secret") == nil)
        #expect(RelativePath("/etc/shadow") == nil)
        #expect(RelativePath("a//b") == nil)
        #expect(throws: LinuxError("open directory", scratch.path("in/up"), .system(ELOOP))) {
            try SafeDirectory(scratch.path("in/up"))
        }
    }

    @Test func `C18 no file outside is ever read while a directory and a link are swapped`() async throws {
        let scratch = try Scratch(isInMemory: true)
        try scratch.directory("root")
        try scratch.directory("root/real")
        try scratch.write("inside", to: "root/real/f")
        try scratch.directory("outside")
        try scratch.write("OUTSIDE", to: "outside/f")
        #expect(symlink(scratch.path("outside"), scratch.path("root/link")) == 0)
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [scratch] in
                while !isDone.isRaised {
                    _ = renameExchange(scratch.path("root/real"), scratch.path("root/link"))
                    await Task.yield()
                }
            }
            defer { isDone.raise() }
            let root = try SafeDirectory(scratch.path("root"))
            var hashes = 0
            for _ in 0..<2000 {
                await Task.yield()  // other tests share the threads
                for name in ["real/f", "link/f"] {
                    guard let file = try? root.openFile(path(name)), (try? file.sha256()) != nil else { continue }
                    hashes += 1
                    #expect(try file.status().fingerprint.size == 6, "the outside file has 7 bytes")
                }
                try root.scan(recursive: true, failed: { _ in }) { entry in
                    #expect(entry.status.fingerprint.size != 7)
                    return .proceed
                }
            }
            #expect(hashes > 0)
        }
    }

    @Test func `C20 a file that is written while it is hashed is not believed`() throws {
        try scratch.write("abc", to: "f")
        let directory = try SafeDirectory(scratch.path)
        let earlier = try directory.status(of: path("f")).fingerprint
        try scratch.write("abcd", to: "f")
        #expect(throws: LinuxError("hash", "f", .changedWhileReading)) {
            try directory.openFile(path("f")).sha256(expecting: earlier)
        }
    }

    @Test func `C20 a file that vanishes during a scan does not end the scan`() throws {
        for name in ["a", "b", "c"] { try scratch.write("x", to: name) }
        var seen = 0
        try SafeDirectory(scratch.path).scan(recursive: true, failed: { Issue.record("\($0)") }) { _ in
            for name in ["a", "b", "c"] { unlink(scratch.path(name)) }
            seen += 1
            return .proceed
        }
        #expect(seen == 1)
    }

    @Test(
        arguments: [
            (0, 0), (4_291_747_200, 999_999_999), (-1, 500_000_000), (-2_000_000_000, 0), (15_000_000_000, 1),
        ] as [(Int, Int)])
    func `C23 any time a writer claims gives a fingerprint`(seconds: Int, nanoseconds: Int) throws {
        try scratch.write("x", to: "f")
        let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
        #expect(utimensat(AT_FDCWD, scratch.path("f"), [time, time], 0) == 0)
        let first = try SafeDirectory(scratch.path).status(of: path("f")).fingerprint
        let second = try SafeDirectory(scratch.path).status(of: path("f")).fingerprint
        #expect(first == second)
        var status = stat()
        #expect(stat(scratch.path("f"), &status) == 0)
        let expected = Int64(status.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        #expect(first.mtimeNs == (expected.overflow ? .max : expected.partialValue + Int64(status.st_mtim.tv_nsec)))
    }

    @Test func `a lease is refused while somebody writes and granted afterwards`() async throws {
        try scratch.write("x", to: "f")
        let file = try SafeDirectory(scratch.path).openFile(path("f"))
        let writer = open(scratch.path("f"), O_WRONLY)
        #expect(file.tryReadLease() == .some)
        close(writer)
        // A child of another test may have the descriptor until it executes its program.
        try await eventually("it is granted") { file.tryReadLease() == .none }
    }

    @Test func `a lease is refused while a writable mapping lives`() async throws {
        try scratch.write("x", to: "f")
        let writer = open(scratch.path("f"), O_RDWR)
        let mapping = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, writer, 0)
        close(writer)
        let file = try SafeDirectory(scratch.path).openFile(path("f"))
        #expect(file.tryReadLease() == .some)
        munmap(mapping, 4096)
        try await eventually("it is granted") { file.tryReadLease() == .none }
    }

    @Test func `a local file system is not remote and has room`() throws {
        let system = try FileSystem(of: scratch.path)
        #expect(!system.isRemote)
        #expect(system.availableBytes > 0 && system.totalBytes >= system.availableBytes)
    }

    private func path(_ text: String) -> RelativePath {
        RelativePath(text) ?? .root
    }

    private func makeOddities() throws {
        #expect(symlink("/etc/shadow", scratch.path("link")) == 0)
        #expect(symlink("nowhere", scratch.path("dangling")) == 0)
        #expect(mkfifo(scratch.path("fifo"), 0o600) == 0)
        try scratch.directory("folder.csv")
        let socket = try UnixSocket.bind(scratch.path("socket"), type: SOCK_STREAM)
        close(socket)
    }
}

private func renameExchange(_ first: String, _ second: String) -> Bool {
    mlops_renameat2(AT_FDCWD, first, AT_FDCWD, second, MLOPS_RENAME_EXCHANGE) == 0
}
