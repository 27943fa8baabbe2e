import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `The stream of files` {
    private typealias Fixture = RecordFixtures

    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore

    init() throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
    }

    private func put(_ files: [FileRecord]) throws {
        try store.commit([.putFiles(Fixture.pipeline, Fixture.dataset, files)])
    }

    private func stream(through last: Int64) throws -> [IndexedFile] {
        var files: [IndexedFile] = []
        try store.forEachFile(Fixture.pipeline, Fixture.dataset, through: last) { files.append($0) }
        return files
    }

    @Test func `gives whole files in order of their numbers up to the cutoff`() throws {
        try put([
            Fixture.file("c", sequence: 1), Fixture.file("a", sequence: 2), Fixture.file("b", sequence: 3),
            Fixture.file("settling", state: .settling), Fixture.file("gone", sequence: 4, state: .vanished),
            Fixture.file("again", sequence: 5, state: .revised), Fixture.file("bad", sequence: 6, state: .quarantined),
            Fixture.file("late", sequence: 7),
        ])
        try store.commit([.useFiles(Fixture.pipeline, RunID(9), [.init(dataset: Fixture.dataset, sequence: 2)])])
        let files = try stream(through: 6)
        #expect(files.map { String(decoding: $0.record.path, as: UTF8.self) } == ["c", "a", "b", "again"])
        #expect(files.map(\.isNew) == [false, false, true, true])
        #expect(files.map(\.usedBy) == [RunID(9), RunID(9), nil, nil])
        #expect(try stream(through: 0).isEmpty)
    }

    @Test func `gives every file once over many parts, also where numbers are equal`() throws {
        try put((0..<9000).map { Fixture.file("f\($0)", sequence: Int64($0 / 3 + 1)) })
        let files = try stream(through: 2999)
        #expect(files.count == 8997)
        #expect(Set(files.map(\.record.path)).count == 8997)
        #expect(zip(files, files.dropFirst()).allSatisfy { $0.record.sequence <= $1.record.sequence })
    }

    @Test func `does not see files twice that become ready again meanwhile`() throws {
        try put((1...5000).map { Fixture.file("f\($0)", sequence: Int64($0)) })
        var seen = 0
        try store.forEachFile(Fixture.pipeline, Fixture.dataset, through: 5000) { file in
            if seen == 0 { try put([Fixture.file("f4999", sequence: 5001)]) }
            seen += 1
        }
        #expect(seen == 4999)
    }

    @Test func `stops where its reader stops`() throws {
        struct Enough: Error {}
        try put((1...10).map { Fixture.file("f\($0)", sequence: Int64($0)) })
        var seen = 0
        #expect(throws: Enough.self) {
            try store.forEachFile(Fixture.pipeline, Fixture.dataset, through: 10) { _ in
                seen += 1
                if seen == 3 { throw Enough() }
            }
        }
        #expect(seen == 3)
    }

    @Test func `counts follow the states`() throws {
        try put([Fixture.file("a"), Fixture.file("b"), Fixture.file("c", state: .settling)])
        try put([Fixture.file("b", state: .unreadable), Fixture.file("c", state: .settling)])
        #expect(
            try store.fileCounts(pipeline: Fixture.pipeline, dataset: Fixture.dataset) == [
                .ready: 1, .unreadable: 1, .settling: 1,
            ])
        try put([Fixture.file("c")])
        #expect(
            try store.fileCounts(pipeline: Fixture.pipeline, dataset: Fixture.dataset) == [.ready: 2, .unreadable: 1])
    }
}
