import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `Lineage` {
    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore
    private let pipeline: PipelineName = "churn"

    init() throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
    }

    private func file(_ number: Int, content: Int? = nil, isNew: Bool = false) -> FrozenFile {
        let digits = String(content ?? number, radix: 16)
        var fingerprint = RecordFixtures.file("").fingerprint
        fingerprint.size = Int64(number)
        return FrozenFile(
            path: Array("f\(number)".utf8), fingerprint: fingerprint,
            digest: String(repeating: "0", count: 64 - digits.count) + digits, rows: nil, isNew: isNew)
    }

    private func put(_ files: [FrozenFile], of run: Int64, in dataset: DatasetName = "customers") throws {
        try store.beginManifest(RunID(run), of: pipeline)
        for start in stride(from: 0, to: files.count, by: 4) {
            try store.addToManifest(RunID(run), dataset, Array(files[start..<min(start + 4, files.count)]))
        }
        try store.endManifest(RunID(run))
    }

    /// The numbers of the files that the run read, negative when they were new.
    private func manifest(of run: Int64, in dataset: DatasetName = "customers") throws -> [Int64] {
        var files: [RecordedInput] = []
        while case let part = try store.manifest(of: RunID(run), dataset: dataset, after: files.last, limit: 3),
            !part.isEmpty
        {
            files += part
        }
        return files.map { $0.isNew ? -$0.size : $0.size }
    }

    private var ranges: Int? {
        get throws { try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM _manifest_range") } }
    }

    @Test func `a manifest comes back with what was new`() throws {
        try put((1...10).map { file($0, isNew: true) }, of: 1)
        try put((1...10).map { file($0) } + (11...14).map { file($0, isNew: true) }, of: 2)
        #expect(try manifest(of: 1) == (1...10).map { -$0 })
        #expect(try manifest(of: 2) == Array(1...10) + (11...14).map { -$0 })
        #expect(try manifest(of: 3) == [])
        let first = try #require(try store.manifest(of: RunID(1), dataset: "customers").first)
        #expect(first.path == file(1).path)
        #expect(first.digest == file(1).digest)
        #expect(first.dataset == "customers")
    }

    @Test(arguments: [1, 7, 12345])
    func `the order of files costs nothing: a run is a few ranges`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        try put((1...200).map { file($0, isNew: true) }.shuffled(using: &random), of: 1)
        let again = (1...200).map { file($0) } + (201...250).map { file($0, isNew: true) }
        try put(again.shuffled(using: &random), of: 2)
        #expect(try ranges == 3)
        #expect(Set(try manifest(of: 1)) == Set((1...200).map { -$0 }))
        #expect(Set(try manifest(of: 2)) == Set(Array(1...200) + (201...250).map { -$0 }))
    }

    @Test func `files that are gone or changed leave holes`() throws {
        try put((1...10).map { file($0, isNew: true) }, of: 1)
        try put([1, 2, 4, 5, 8].map { file($0) } + [file(7, content: 70, isNew: true)], of: 2)
        #expect(try manifest(of: 2) == [1, 2, 4, 5, 8, -7])
        #expect(try store.runs(using: file(7).digest) == [RunID(1)])
        #expect(try store.runs(using: file(7, content: 70).digest) == [RunID(2)])
        #expect(try store.runs(using: file(7).path, pipeline, "customers") == [RunID(2), RunID(1)])
        #expect(try store.runs(using: file(3).path, pipeline, "customers") == [RunID(1)])
        #expect(try store.runs(using: file(4).digest, Page(before: RunID(2))) == [RunID(1)])
        #expect(try store.runs(using: file(99).digest).isEmpty)
        #expect(try store.runs(using: file(1).path, pipeline, "strange").isEmpty)
    }

    @Test func `the same manifest again changes nothing, another one replaces it`() throws {
        try put((1...5).map { file($0, isNew: true) }, of: 1)
        try put((1...5).map { file($0, isNew: true) }, of: 1)
        #expect(try manifest(of: 1) == (1...5).map { -$0 })
        try put([file(2)], of: 1)
        #expect(try manifest(of: 1) == [2])
        #expect(try store.runs(using: file(1).digest).isEmpty)
    }

    @Test func `a manifest that was not ended does not count, and a restart forgets it`() throws {
        try store.beginManifest(RunID(1), of: pipeline)
        try store.addToManifest(RunID(1), "customers", (1...5).map { file($0) })
        #expect(try manifest(of: 1) == [])
        #expect(try store.runs(using: file(1).digest).isEmpty)
        let image = try temporary.image()
        let restarted = try image.open()
        #expect(throws: StoreError.self) { try restarted.addToManifest(RunID(1), "customers", [file(6)]) }
        try store.addToManifest(RunID(1), "customers", [file(6)])
        try store.endManifest(RunID(1))
        #expect(try manifest(of: 1) == Array(1...6))
    }

    @Test func `a manifest that was not begun is refused`() throws {
        #expect(throws: StoreError.self) { try store.addToManifest(RunID(1), "customers", [file(1)]) }
    }

    @Test func `two runs may be written at once`() throws {
        try store.beginManifest(RunID(1), of: pipeline)
        try store.beginManifest(RunID(2), of: "other")
        for number in 1...4 {
            try store.addToManifest(RunID(1), "customers", [file(number)])
            try store.addToManifest(RunID(2), "customers", [file(number + 10, isNew: true)])
        }
        try store.endManifest(RunID(1))
        try store.endManifest(RunID(2))
        #expect(try manifest(of: 1) == [1, 2, 3, 4])
        #expect(try manifest(of: 2) == [-11, -12, -13, -14])
    }

    @Test func `equal content under two names and in two datasets is told apart and found together`() throws {
        try store.beginManifest(RunID(1), of: pipeline)
        try store.addToManifest(RunID(1), "customers", [file(1), file(2, content: 1)])
        try store.addToManifest(RunID(1), "labels", [file(1)])
        try store.endManifest(RunID(1))
        try put([file(1)], of: 2, in: "labels")
        #expect(try manifest(of: 1) == [1, 2])
        #expect(try manifest(of: 1, in: "labels") == [1])
        #expect(try manifest(of: 2) == [])
        #expect(try store.runs(using: file(1).digest) == [RunID(2), RunID(1)])
        #expect(try store.runs(using: file(1).path, pipeline, "customers") == [RunID(1)])
    }

    @Test func `digests reach the index where the file is still what was hashed`() throws {
        let (same, changed) = (file(100), file(101))
        var record = RecordFixtures.file("f100", sequence: 1)
        record.fingerprint = same.fingerprint
        try store.commit([.putFiles(pipeline, "customers", [record, RecordFixtures.file("f101", sequence: 2)])])
        try put([same, changed], of: 1)
        #expect(try store.file(pipeline, "customers", path: same.path)?.record.digest == same.digest)
        #expect(try store.file(pipeline, "customers", path: changed.path)?.record.digest == nil)
    }

    @Test func `a file is followed through its contents to the runs that read each`() throws {
        try put([file(1), file(2, content: 9)], of: 1)
        try put([file(1, content: 9), file(2, content: 9)], of: 2)
        let contents = try store.contents(of: file(1).path, pipeline, "customers", limit: 10)
        #expect(contents.map(\.digest) == [file(1, content: 9).digest, file(1).digest])
        #expect(try contents.map { try store.runs(using: $0, limit: 10) } == [[RunID(2)], [RunID(1)]])
        let named = try store.contents(digest: file(2, content: 9).digest, limit: 10)
        #expect(Set(named.map(\.path)) == [file(1).path, file(2).path])
        #expect(try store.contents(of: file(3).path, pipeline, "customers", limit: 10).isEmpty)
        #expect(try store.contents(of: file(1).path, pipeline, "others", limit: 10).isEmpty)
    }

    @Test func `an environment is kept once however many runs had it, and the first word stands`() throws {
        let machine = RunEnvironment.Machine(
            name: "box", architecture: "x86_64", kernel: "6.1", system: nil, processor: nil, cores: 2, memory: 1 << 30)
        var environment = RunEnvironment(machine: machine, programs: [], locks: [], code: [], commit: nil)
        for run in 1...3 { try store.keep(environment, of: RunID(Int64(run))) }
        environment.commit = String(repeating: "a", count: 40)
        try store.keep(environment, of: RunID(3))
        #expect(try store.environment(of: RunID(3))?.commit == nil)
        #expect(try store.environment(of: RunID(4)) == nil)
        try store.keep(environment, of: RunID(4))
        #expect(try store.environment(of: RunID(4)) == environment)
        let kept = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM _environment") }
        #expect(kept == 2)
    }
}
