import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `What is remembered of small datasets` {
    private typealias Fixture = RecordFixtures

    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore

    init() throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
    }

    private func list() throws -> [KnownFile] {
        try store.files(of: Fixture.pipeline, Fixture.dataset, after: [], limit: 2 * FileListing.maximumFiles)
    }

    /// Also looks at one file and at a part, both ways.
    private func expectWhatIsRead(_ name: String) throws {
        let path = Array(name.utf8)
        func look() throws -> [[KnownFile]] {
            [
                try list(), try store.files(of: Fixture.pipeline, Fixture.dataset, after: path, limit: 3),
                [try store.file(Fixture.pipeline, Fixture.dataset, path: path)].compactMap(\.self),
            ]
        }
        let remembered = try look()
        store.listings.forget()
        #expect(try remembered == look())
    }

    @Test(arguments: 1...20) func `is what is read from the file`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var sequence: Int64 = 0
        for _ in 0..<40 {
            let name = "f\(Int.random(in: 0..<12, using: &random))"
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                let cutoff = Run.Cutoff(dataset: Fixture.dataset, sequence: .random(in: 0...sequence, using: &random))
                try store.commit([.useFiles(Fixture.pipeline, RunID(sequence + 1), [cutoff])])
            case 1:
                let file = Fixture.file(name, state: .vanished)
                try store.commit([.putFiles(Fixture.pipeline, Fixture.dataset, [file])])
            case 2:
                let frozen = FrozenFile(
                    path: Array(name.utf8), fingerprint: Fixture.file(name).fingerprint,
                    digest: String(repeating: "a", count: 64), rows: nil, isNew: true)
                try store.rememberDigests(of: [frozen], Fixture.pipeline, Fixture.dataset)
            default:
                sequence += 1
                let file = Fixture.file(name, sequence: sequence)
                try store.commit([.putFiles(Fixture.pipeline, Fixture.dataset, [file])])
            }
            if Bool.random(using: &random) { _ = try list() }
            if Int.random(in: 0..<4, using: &random) == 0 { try expectWhatIsRead(name) }
        }
        try expectWhatIsRead("f5")
    }

    @Test func `ends where the dataset becomes large`() throws {
        let files = (0...FileListing.maximumFiles).map { Fixture.file("f\($0)", sequence: Int64($0) + 1) }
        try store.commit([.putFiles(Fixture.pipeline, Fixture.dataset, Array(files.dropLast()))])
        let key = FileListings.Key(pipeline: Fixture.pipeline, dataset: Fixture.dataset)
        #expect(try list().count == FileListing.maximumFiles)
        guard case .small = store.listings.find(key) else { throw StoreError(.other, "it is not kept") }
        try store.commit([.putFiles(Fixture.pipeline, Fixture.dataset, [files[FileListing.maximumFiles]])])
        guard case .large = store.listings.find(key) else { throw StoreError(.other, "it is still kept") }
        #expect(try list().count == FileListing.maximumFiles + 1)
    }

    @Test func `a list that was read before a commit is not kept after it`() throws {
        let key = FileListings.Key(pipeline: Fixture.pipeline, dataset: Fixture.dataset)
        guard case .unknown(let generation) = store.listings.find(key) else { throw StoreError(.other, "it is known") }
        try store.commit([.putFiles(Fixture.pipeline, Fixture.dataset, [Fixture.file("a", sequence: 1)])])
        store.listings.keep(FileListing(files: [], usedThrough: 0), key, readIn: generation)
        #expect(try list().count == 1)
    }

    @Test func `a commit that fails leaves nothing remembered of what it would have changed`() throws {
        let evidence = Evidence(
            id: EvidenceID(1), pipeline: Fixture.pipeline, fact: .pipelineChanged(digest: "d", summary: "s"),
            recordedAt: Fixture.file("").observedAt)
        try store.commit([.addEvidence(evidence)])
        _ = try list()
        #expect(throws: StoreError.self) {
            try store.commit([
                .putFiles(Fixture.pipeline, Fixture.dataset, [Fixture.file("a", sequence: 1)]), .addEvidence(evidence),
            ])
        }
        #expect(try list().isEmpty)
    }
}
