import CMLOpsLinux
import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `The store of models` {
    private let scratch: Scratch
    private let store: ModelStore
    private let version = ModelVersionID(pipeline: "churn", number: 1)

    init() throws {
        scratch = try Scratch()
        store = ModelStore(state: scratch.path)
        try scratch.directory("model/sub")
        try scratch.write("weights", to: "model/weights")
        try scratch.write("vocabulary", to: "model/sub/vocabulary")
    }

    private var model: String { scratch.path + "/model" }
    private var root: String { scratch.path + "/models/churn" }

    private func digest() throws -> String {
        try SafeDirectory(model).manifest(limits: TreeLimits()).digest
    }

    private func put(_ number: Int64 = 1) throws {
        try store.store(
            ModelVersionID(pipeline: "churn", number: number), digest: digest(), from: model, limits: TreeLimits())
    }

    /// The names that stand for none of these versions, which are of one digest.
    private func orphans(besides numbers: [Int64], _ digest: String = "") throws -> [String] {
        let versions = numbers.map { number in
            ModelVersion(
                id: ModelVersionID(pipeline: "churn", number: number), run: RunID(number), digest: digest, files: 2,
                bytes: 17, metrics: [], status: .accepted,
                registeredAt: Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b"))
        }
        return RegistryCheck.orphans(
            of: "churn", among: try store.names(of: "churn"), RegisteredModels(versions: versions))
    }

    @Test func `names a tree by its digest and the version`() throws {
        try put()
        #expect(text(of: store.directory(of: version) + "/sub/vocabulary") == "vocabulary")
        #expect(text(of: root + "/\(try digest())/weights") == "weights")
        try store.verify(version, digest: digest(), limits: TreeLimits())
    }

    @Test func `can be read by every user that is let in above it, also where a directory was closed`() throws {
        try scratch.directory("models")
        #expect(chmod(scratch.path + "/models", 0o700) == 0)
        try put()
        for path in [scratch.path + "/models", root, store.directory(of: version)] {
            #expect((FileStatus(at: path)?.mode ?? 0) & 0o005 == 0o005, "\(path)")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `E3 a full disk leaves what was there, and nothing half done`() throws {
        try scratch.directory("models")
        try scratch.directory("models/churn")
        try #require(mount("none", root, "tmpfs", 0, "size=256k") == 0)
        defer { umount2(root, Int32(MNT_DETACH)) }
        try put()
        let first = try digest()
        let large = open(model + "/weights", O_WRONLY | O_TRUNC)
        try #require(large >= 0 && ftruncate(large, 1 << 20) == 0)
        close(large)
        let error = #expect(throws: RunError.self) { try put(2) }
        #expect(error?.description.contains("No space left") == true, "\(error?.description ?? "")")
        try store.verify(version, digest: first, limits: TreeLimits())
        #expect(try orphans(besides: [1], first) == [])
        try scratch.write("small again", to: "model/weights")
        try put(2)
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `E14 a model that was written on another file system is copied whole`() throws {
        try #require(mount("none", model, "tmpfs", 0, "size=256k") == 0)
        defer { umount2(model, Int32(MNT_DETACH)) }
        try scratch.write("other weights", to: "model/weights")
        try put()
        #expect(text(of: store.directory(of: version) + "/weights") == "other weights")
        try store.verify(version, digest: digest(), limits: TreeLimits())
    }

    @Test func `keeps models read-only and readable by whoever serves them`() throws {
        try put()
        for (path, mode) in [("/weights", mode_t(0o444)), ("/sub", 0o555), ("", 0o555)] {
            var status = stat()
            #expect(stat(store.directory(of: version) + path, &status) == 0)
            #expect(status.st_mode & 0o777 == mode)
        }
        var status = stat()
        #expect(stat(root, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o755)
    }

    @Test func `A6 converges from wherever a crash left it`() throws {
        let digest = try digest()
        // Nothing but the directories.
        try scratch.directory("models/churn")
        // An unfinished copy beside.
        try scratch.directory("models/churn/.incoming.1-2-3.tmp")
        try put()
        // The tree without its name.
        unlink(store.directory(of: version))
        #expect(try orphans(besides: []) == [".incoming.1-2-3.tmp", digest])
        try put()
        // All done, and the run's own copy is gone.
        try TreeRemoval.remove(model)
        try store.store(version, digest: digest, from: model, limits: TreeLimits())
        #expect(text(of: store.directory(of: version) + "/weights") == "weights")
        #expect(try orphans(besides: [1], digest) == [".incoming.1-2-3.tmp"])
    }

    @Test func `shares one tree between versions that are equal`() throws {
        try put(1)
        try put(2)
        #expect(text(of: root + "/2/weights") == "weights")
        #expect(try orphans(besides: [1, 2], digest()) == [])
    }

    @Test func `refuses a model that is not what was collected`() throws {
        let collected = try digest()
        try scratch.write("other", to: "model/weights")
        let error = #expect(throws: RunError.self) {
            try store.store(version, digest: collected, from: model, limits: TreeLimits())
        }
        #expect(error?.code == .damagedVersion)
        #expect(!exists(store.directory(of: version)))
    }

    @Test func `never lets a number mean another model`() throws {
        try put()
        try scratch.write("other", to: "model/weights")
        let error = #expect(throws: RunError.self) { try put() }
        #expect(error?.code == .takenNumber)
        #expect(text(of: store.directory(of: version) + "/weights") == "weights")
        #expect(try !store.names(of: "churn").contains(digest()), "something was stored for it")
    }

    @Test func `names the next number under which nothing stands, of whatever kind`() throws {
        #expect(try store.freeNumber(after: version) == 2)
        try put()
        try put(2)
        try scratch.directory("models/churn/3")
        try scratch.write("", to: "models/churn/9223372036854775807")
        #expect(try store.freeNumber(after: version) == 4)
        let error = #expect(throws: RunError.self) { try put(3) }
        #expect(error?.code == .takenNumber)
        try put(4)
    }

    @Test func `E12 notices a changed bit`() throws {
        try put()
        let digest = try digest()
        let weights = root + "/\(digest)/weights"
        chmod(weights, 0o600)
        try Scratch.write(Array("weighty".utf8), toPath: weights)
        let error = #expect(throws: RunError.self) {
            try store.verify(version, digest: digest, limits: TreeLimits())
        }
        #expect(error?.code == .damagedVersion)
        // Nor is it stored again over it in silence.
        #expect(throws: RunError.self) { try put() }
    }

    @Test func `removes what was not whole when the daemon died, and nothing else`() throws {
        try put()
        let left = root + "/.incoming.1-2.tmp"
        try #require(mkdir(left, 0o700) == 0)
        try Scratch.write(Array("half".utf8), toPath: left + "/weights")
        try store.removeUnfinished()
        #expect(!exists(left))
        #expect(text(of: store.directory(of: version) + "/weights") == "weights")
    }

    @Test func `has no orphans before anything is stored`() throws {
        #expect(try orphans(besides: []) == [])
    }
}
