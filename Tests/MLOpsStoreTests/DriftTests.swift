import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import MLOpsTestKit
import Testing

@Suite struct `References and profiles` {
    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore
    private let version = ModelVersionID(pipeline: "p", number: 7)

    init() throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
    }

    private func reference(_ rows: Int64, failure: String? = nil) -> DriftReference {
        DriftReference(
            version: version, through: 3, files: 2, rows: rows, failure: failure,
            profile: failure == nil ? [0, 255, 7] : nil, madeAt: RecordFixtures.instant(1))
    }

    private func file(_ sequence: Int64) -> FileProfile {
        FileProfile(
            sequence: sequence, rows: 10 * sequence, times: RecordFixtures.instant(1)...RecordFixtures.instant(2),
            profile: [UInt8(sequence)])
    }

    @Test func `come back as they were`() throws {
        #expect(try store.reference("p", "in", version) == nil)
        try store.put(reference(20), [file(1), file(3)], of: "p", "in")
        #expect(try store.reference("p", "in", version) == reference(20))
        #expect(try store.profiles("p", "in", on: version, after: 0) == [file(1), file(3)])
        #expect(try store.reference("p", "other", version) == nil)
    }

    @Test func `a reference that is made again replaces the former`() throws {
        try store.put(reference(0, failure: "a file is gone"), [], of: "p", "in")
        try store.put(reference(20), [], of: "p", "in")
        #expect(try store.reference("p", "in", version) == reference(20))
    }

    @Test func `profiles come in the order of their files, after one and up to one`() throws {
        let unreadable = FileProfile(sequence: 5, rows: 0, failure: "no table")
        try store.put([file(6), unreadable, file(4)], on: version, of: "p", "in")
        #expect(try store.profiles("p", "in", on: version, after: 4) == [unreadable, file(6)])
        #expect(try store.profiles("p", "in", on: version, after: 0, through: 5) == [file(4), unreadable])
        #expect(try store.profiles("p", "in", on: version, after: 0, limit: 1) == [file(4)])
        #expect(try store.profiles("p", "in", on: .init(pipeline: "p", number: 8), after: 0) == [])
    }

    @Test func `a monitor goes on where its newest window ended`() throws {
        let version = ModelVersionID(pipeline: RecordFixtures.pipeline, number: 1)
        #expect(try store.monitor("p", "drift", version) == nil)
        for sequence in 1...3 {
            try store.commit([
                .putWindow(
                    EvidenceID(Int64(sequence)), "p",
                    RecordFixtures.judgement(Int64(sequence), memory: [UInt8(sequence)]),
                    at: RecordFixtures.instant(0))
            ])
        }
        let monitor = try #require(try store.monitor("p", "drift", version))
        #expect(monitor.through == 3 && monitor.memory == [3])
        #expect(try store.windows("p", "drift").map(\.evidence.number) == [3, 2, 1])
    }

    private static let inUse = ModelVersionID(pipeline: RecordFixtures.pipeline, number: 1)

    private func kept(_ version: ModelVersionID = inUse) throws -> [Int64] {
        try store.profiles(RecordFixtures.pipeline, "in", on: version, after: 0).map(\.sequence)
    }

    private func judge(through sequence: Int64) throws {
        try store.commit([
            .putWindow(
                EvidenceID(1), RecordFixtures.pipeline, RecordFixtures.judgement(sequence, memory: [1]),
                at: RecordFixtures.instant(0))
        ])
    }

    private func prune(_ operands: [String] = ["drift"], newest: Int) throws -> Int {
        try store.pruneProfiles(
            RecordFixtures.pipeline, "in", judgedBy: operands, newest: newest, of: Self.inUse)
    }

    private func fill(_ version: ModelVersionID = inUse) throws {
        var reference = reference(20)
        reference.version = version
        try store.put(reference, [file(1), file(2), file(3)], of: RecordFixtures.pipeline, "in")
        try store.put((4...12).map(file), on: version, of: RecordFixtures.pipeline, "in")
    }

    @Test func `of judged profiles the newest stay, and all that are of the reference or not judged`() throws {
        try fill()
        #expect(try prune(newest: 2) == 0, "nothing was judged yet")
        try judge(through: 9)
        #expect(try prune(["drift", "late"], newest: 2) == 0, "another operand has seen nothing")
        #expect(try prune(newest: 8) == 1)
        #expect(try kept() == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12])
        #expect(try prune(newest: 2) == 5)
        #expect(try kept() == [1, 2, 3, 10, 11, 12])
        #expect(try prune(newest: 2) == 0)
        #expect(try store.lastProfiled(RecordFixtures.pipeline, "in", on: Self.inUse) == 12)
    }

    @Test func `of a version out of use the last profile and the reference stay, of one that is gone nothing`() throws {
        let former = ModelVersionID(pipeline: RecordFixtures.pipeline, number: 2)
        try fill()
        try fill(former)
        try judge(through: 9)
        #expect(try prune(newest: 100) == 8)
        #expect(try kept(former) == [1, 2, 3, 12])
        try store.setPruned(former, at: RecordFixtures.instant(2))
        #expect(try prune(newest: 100) == 4)
        #expect(try store.reference(RecordFixtures.pipeline, "in", former) == nil)
        #expect(try kept().count == 12)
    }
}
