import CMLOpsLinux
import Glibc
import Testing

@testable import MLOpsLinux

@Suite struct `Tree store` {
    let scratch: Scratch
    let store: TreeStore
    let limits = TreeLimits()

    init() throws {
        scratch = try Scratch()
        store = TreeStore(try scratch.directory("store"))
        for name in ["model", "model/sub", "model/empty"] { try scratch.directory(name) }
        try scratch.write("weights", to: "model/weights.bin")
        try scratch.write("tokens", to: "model/sub/vocabulary")
        chmod(scratch.path("model/sub/vocabulary"), 0o755)
    }

    @Test func `a tree is stored under its digest, read-only, and verifies`() throws {
        let manifest = try install()
        #expect(manifest.entries.map(\.path.description) == ["sub/vocabulary", "weights.bin"])
        #expect(manifest.totalBytes == 13)
        #expect(try store.verify(manifest.digest) == manifest)
        let stored = try SafeDirectory(store.path(of: manifest.digest))
        #expect(try stored.status().mode == 0o555)
        #expect(try stored.status(of: #require(RelativePath("weights.bin"))).mode == 0o444)
        #expect(try stored.status(of: #require(RelativePath("sub/vocabulary"))).mode == 0o555)
        #expect(try names() == [manifest.digest])
    }

    @Test func `the same content is the same version, whatever its times and modes`() throws {
        let first = try install()
        chmod(scratch.path("model/weights.bin"), 0o600)
        utimensat(AT_FDCWD, scratch.path("model/weights.bin"), [timespec(), timespec()], 0)
        #expect(try install() == first)
        #expect(try names() == [first.digest])
    }

    @Test func `another name or another byte is another version`() throws {
        let first = try install()
        try scratch.write("Weights", to: "model/weights.bin")
        let second = try install()
        #expect(rename(scratch.path("model/weights.bin"), scratch.path("model/weights2.bin")) == 0)
        let third = try install()
        #expect(Set([first.digest, second.digest, third.digest]).count == 3)
    }

    @Test func `E12 a changed bit is found`() throws {
        let manifest = try install()
        let file = store.path(of: manifest.digest) + "/weights.bin"
        chmod(file, 0o644)
        let descriptor = open(file, O_WRONLY)
        #expect(pwrite(descriptor, "W", 1, 0) == 1)
        close(descriptor)
        let error = #expect(throws: LinuxError.self) { try store.verify(manifest.digest) }
        guard case .digestMismatch(manifest.digest, _) = error?.cause else { Issue.record("\(error as Any)"); return }
        #expect(throws: LinuxError.self, "a damaged version is not taken for the new one") { try install() }
    }

    @Test func `H4 a link, FIFO or socket in a tree is refused and nothing stays`() throws {
        #expect(symlink("/etc/shadow", scratch.path("model/sub/x")) == 0)
        #expect(throws: LinuxError("take", "sub/x", .notRegularFile(.symbolicLink))) { try install() }
        unlink(scratch.path("model/sub/x"))
        #expect(mkfifo(scratch.path("model/sub/x"), 0o600) == 0)
        #expect(throws: LinuxError("take", "sub/x", .notRegularFile(.fifo))) { try install() }
        #expect(try names() == [])
    }

    @Test func `H4 limits on files, bytes and depth are kept`() throws {
        for (limits, limit, unit) in [
            (TreeLimits(maximumFiles: 1), 1, "files"), (TreeLimits(maximumBytes: 12), 12, "bytes"),
        ] as [(TreeLimits, Int64, String)] {
            #expect(throws: LinuxError("take", scratch.path("model"), .exceeds(limit: limit, unit: unit))) {
                try store.install(SafeDirectory(scratch.path("model")), limits: limits)
            }
        }
        let shallow = TreeLimits(maximumDepth: 0)
        #expect(throws: LinuxError.self) { try store.install(SafeDirectory(scratch.path("model")), limits: shallow) }
        #expect(try names() == [])
    }

    @Test func `A6 what an interrupted installation left is removed`() throws {
        let manifest = try install()
        let left = try TreeCopy(to: SafeDirectory(store.path), name: TemporaryName.make(for: "incoming"))
        _ = try left.run(from: SafeDirectory(scratch.path("model")), limits: limits)
        #expect(try names().count == 2)
        try store.removeUnfinished()
        #expect(try names() == [manifest.digest])
    }

    @Test func `removal does not follow links and takes read-only trees`() throws {
        let manifest = try install()
        try scratch.directory("outside")
        try scratch.write("keep", to: "outside/f")
        let stored = store.path(of: manifest.digest)
        chmod(stored, 0o755)
        #expect(symlink(scratch.path("outside"), stored + "/link") == 0)
        chmod(stored, 0o555)
        try store.remove(manifest.digest)
        #expect(try names() == [])
        #expect(scratch.read("outside/f") == "keep")
        try store.remove(manifest.digest)
    }

    private func install() throws -> TreeManifest {
        try store.install(SafeDirectory(scratch.path("model")), limits: limits)
    }

    private func names() throws -> [String] {
        var names: [String] = []
        try SafeDirectory(store.path).scan(recursive: false, failed: { Issue.record("\($0)") }) {
            names.append($0.path.description)
            return .proceed
        }
        return names.sorted()
    }
}
