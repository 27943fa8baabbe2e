import Dispatch
import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `Switching a target` {
    private let scratch: Scratch
    private let store: ModelStore
    private let target: String
    private let digests: [String]

    /// Two stored versions, of which each file holds the version's number.
    init() throws {
        scratch = try Scratch()
        store = ModelStore(state: scratch.path)
        target = try scratch.directory("live") + "/model"
        var digests: [String] = []
        for number in 1...2 {
            try scratch.directory("model")
            try scratch.write("\(number)", to: "model/weights")
            let model = scratch.path + "/model"
            digests.append(try SafeDirectory(model).manifest(limits: TreeLimits()).digest)
            try store.store(
                ModelVersionID(pipeline: "churn", number: Int64(number)), digest: digests[number - 1], from: model,
                limits: TreeLimits())
        }
        self.digests = digests
    }

    private func deployment(_ number: Int, replacing: Int? = nil, at path: String? = nil) -> Deployment {
        let moment = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b")
        return Deployment(
            id: DeploymentID(1), pipeline: "churn", action: .deploy,
            version: ModelVersionID(pipeline: "churn", number: Int64(number)), digest: digests[number - 1],
            replaced: replacing.map { ModelVersionID(pipeline: "churn", number: Int64($0)) }, target: path ?? target,
            run: nil, by: .daemon, reason: nil, startedAt: moment)
    }

    private func perform(_ deployment: Deployment) throws {
        try TargetSwitch(store: store, limits: TreeLimits()).perform(deployment)
    }

    private var live: String? { text(of: target + "/weights") }

    @Test func `A8 is taken back from wherever a crash left it`() throws {
        let switching = TargetSwitch(store: store, limits: TreeLimits())
        try perform(deployment(1))
        try perform(deployment(2, replacing: 1))
        for _ in 0..<2 {
            try switching.restore(deployment(2, replacing: 1))
            #expect(live == "1")
        }
        try switching.restore(deployment(1))
        try switching.restore(deployment(1))
        #expect(FileStatus(at: target) == nil)
    }

    @Test func `I9 takes nothing back from an administrator`() throws {
        try perform(deployment(1))
        unlink(target)
        symlink("/srv/other", target)
        #expect(throws: RunError.self) {
            try TargetSwitch(store: store, limits: TreeLimits()).restore(deployment(1))
        }
        #expect(try SwitchableLink(target).target() == "/srv/other")
    }

    @Test func `A7 converges from wherever a crash left it`() throws {
        try perform(deployment(1))
        #expect(live == "1")
        // The link beside the target was made, the switch was not.
        symlink(store.directory(of: deployment(2).version), scratch.path + "/live/.model.1-2-3.tmp")
        #expect(live == "1")
        try perform(deployment(2, replacing: 1))
        #expect(live == "2")
        // The switch was made, its answer was not.
        try perform(deployment(2, replacing: 1))
        #expect(live == "2")
        // The rollback of it, twice.
        try perform(deployment(1, replacing: 2))
        try perform(deployment(1, replacing: 2))
        #expect(live == "1")
    }

    @Test func `I6 no reader ever sees nothing or something else`() async throws {
        try perform(deployment(1))
        let reader = Reader(path: target + "/weights")
        reader.start()
        // On a thread of its own, because it waits for the disk a thousand times and other tests want to go on.
        let result = await withCheckedContinuation { continuation in
            DispatchQueue(label: "switches").async { continuation.resume(returning: Result { try performThousand() }) }
        }
        try result.get()
        let (opened, strange) = reader.finish(atLeast: 100_000)
        #expect(strange == [])
        #expect(opened >= 100_000)
        #expect(live == "1")
    }

    private func performThousand() throws {
        for number in 0..<1000 {
            try perform(number % 2 == 0 ? deployment(2, replacing: 1) : deployment(1, replacing: 2))
        }
    }

    /// Opens a file over and over on a thread of its own.
    private final class Reader: Sendable {
        private let path: String
        private let minimum = Atomic<Int>(.max)
        private let result = Mutex<(opened: Int, strange: [String])>((0, []))
        private let ended = DispatchSemaphore(value: 0)

        init(path: String) { self.path = path }

        func start() {
            DispatchQueue(label: "reader").async { [self] in
                var opened = 0, strange: [String] = []
                while opened < minimum.load(ordering: .relaxed) {
                    let content = Self.firstByte(of: path)
                    if content != "1" && content != "2" { strange.append(content) }
                    opened += 1
                }
                result.withLock { [opened, strange] in $0 = (opened, strange) }
                ended.signal()
            }
        }

        /// Lets the reader end once it has opened the file so often; returns how often it did and what was not a version.
        func finish(atLeast count: Int) -> (opened: Int, strange: [String]) {
            minimum.store(count, ordering: .relaxed)
            ended.wait()
            return result.withLock { $0 }
        }

        private static func firstByte(of path: String) -> String {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return "errno \(errno)" }
            defer { close(file) }
            var byte: UInt8 = 0
            return read(file, &byte, 1) == 1 ? String(UnicodeScalar(byte)) : "empty"
        }
    }

    @Test func `I9 a link that an administrator changed is theirs`() throws {
        try perform(deployment(1))
        let other = try scratch.directory("by-hand")
        unlink(target)
        symlink(other, target)
        let error = #expect(throws: RunError.self) { try perform(deployment(2, replacing: 1)) }
        #expect(error?.code == .foreignTarget)
        #expect(error?.description.contains(other) == true)
        #expect(try SwitchableLink(target).target() == other)
    }

    @Test func `I9 also when it points to another version of ours, unless it is the wanted one`() throws {
        symlink(store.directory(of: deployment(2).version), target)
        #expect(throws: RunError.self) { try perform(deployment(1)) }
        #expect(live == "2")
        try perform(deployment(2, replacing: 1))
        #expect(live == "2")
    }

    @Test func `a link that is gone is made again`() throws {
        try perform(deployment(1))
        unlink(target)
        try perform(deployment(2, replacing: 1))
        #expect(live == "2")
    }

    @Test func `I7 a real directory or file is never replaced`() throws {
        mkdir(target, 0o755)
        #expect(throws: RunError.self) { try perform(deployment(1)) }
        try scratch.write("mine", to: "live/model/weights")
        #expect(live == "mine")
        try scratch.write("mine", to: "live/file")
        let error = #expect(throws: RunError.self) {
            try perform(deployment(1, at: scratch.path + "/live/file"))
        }
        #expect(error?.code == .unusableTarget)
        #expect(error?.description.contains("only ever replaces a symbolic link") == true)
        #expect(text(of: scratch.path + "/live/file") == "mine")
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `E14 a target on another file system is switched, there and atomically`() throws {
        try #require(mount("none", scratch.path + "/live", "tmpfs", 0, "size=256k") == 0)
        defer { umount2(scratch.path + "/live", Int32(MNT_DETACH)) }
        try perform(deployment(1))
        try perform(deployment(2, replacing: 1))
        #expect(live == "2")
        #expect(try names(in: scratch.path + "/live") == ["model"])
    }

    @Test(
        .enabled(if: geteuid() == 0, "mounting needs root"),
        arguments: [("size=256k", true), ("nr_inodes=2", false)])
    func `I7 where the link can not be changed it is left as it was`(options: String, isReadOnly: Bool) throws {
        let directory = scratch.path + "/live"
        try #require(mount("none", directory, "tmpfs", 0, options) == 0)
        defer { umount2(directory, Int32(MNT_DETACH)) }
        try perform(deployment(1))
        let flags = UInt(MS_REMOUNT | MS_RDONLY)
        if isReadOnly { try #require(mount("none", directory, "tmpfs", flags, options) == 0) }
        let error = #expect(throws: RunError.self) { try perform(deployment(2, replacing: 1)) }
        #expect(error?.code == .unusableTarget, "\(error?.description ?? "")")
        #expect(error?.description.contains("ReadWritePaths=\(directory) under") == isReadOnly)
        #expect(error?.description.contains("chown") == false)
        #expect(live == "1")
        #expect(try names(in: directory) == ["model"])
    }

    @Test func `a directory of somebody else is told apart from one that the unit hides`() {
        let user = BaseEnvironment.ofThisProcess.user
        let link = SwitchableLink("/srv/shop/model")
        #expect(
            TargetSwitch.hint(LinuxError("create link", link.path, .system(EACCES)), link)
                == "chown \(user) /srv/shop, or setfacl -m u:\(user):rwx /srv/shop")
        #expect(
            TargetSwitch.hint(LinuxError("create link", link.path, .system(EROFS)), link).contains("ReadWritePaths="))
    }

    private func names(in directory: String) throws -> [String] {
        var names: [String] = []
        try SafeDirectory(directory).scan(recursive: false, failed: { _ in }) { entry in
            names.append(String(decoding: entry.path.bytes, as: UTF8.self))
            return .skip
        }
        return names
    }

    @Test func `a missing directory is named`() throws {
        let error = #expect(throws: RunError.self) {
            try perform(deployment(1, at: scratch.path + "/nowhere/model"))
        }
        #expect(error?.code == .unusableTarget)
        #expect(error?.description.contains("make the directory") == true)
    }

    @Test func `I4 E12 never points to a version that is missing or damaged`() throws {
        try perform(deployment(1))
        let weights = store.directory(of: deployment(2).version) + "/weights"
        chmod(weights, 0o600)
        try Scratch.write([0], toPath: weights)
        #expect(throws: RunError.self) { try perform(deployment(2, replacing: 1)) }
        try TreeRemoval.remove(scratch.path + "/models/churn/" + digests[1])
        let error = #expect(throws: RunError.self) { try perform(deployment(2, replacing: 1)) }
        #expect(error?.code == .damagedVersion)
        #expect(live == "1")
    }

    @Test func `without a target nothing is to be done`() throws {
        var deployment = deployment(1)
        deployment.target = nil
        try perform(deployment)
        #expect(!exists(target))
    }
}
