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

    private func file(
        _ number: Int, content: Int? = nil, isNew: Bool = false, dataset: DatasetName = "customers"
    ) -> ManifestFile {
        let digits = String(content ?? number, radix: 16)
        return ManifestFile(
            dataset: dataset, path: Array("f\(number)".utf8), size: Int64(number),
            digest: String(repeating: "0", count: 64 - digits.count) + digits, rows: nil, isNew: isNew)
    }

    private func manifest(of run: Int64) throws -> [ManifestFile] {
        var files: [ManifestFile] = []
        var position: Int64? = 0
        while let start = position {
            let part = try store.manifest(of: RunID(run), after: start, limit: 3)
            files += part.files
            position = part.next
        }
        return files
    }

    private var ranges: Int? {
        get throws { try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM _manifest_range") } }
    }

    @Test func `a manifest comes back with what was new`() throws {
        let first = (1...10).map { file($0, isNew: true) }
        let second = (1...10).map { file($0) } + (11...14).map { file($0, isNew: true) }
        try store.putManifest(of: RunID(1), pipeline, first)
        try store.putManifest(of: RunID(2), pipeline, second)
        #expect(try manifest(of: 1) == first)
        #expect(try manifest(of: 2) == second)
        #expect(try manifest(of: 3).isEmpty)
        #expect(try ranges == 3)
    }

    @Test func `files that are gone or changed leave holes`() throws {
        try store.putManifest(of: RunID(1), pipeline, (1...10).map { file($0, isNew: true) })
        let later = [1, 2, 4, 5, 8].map { file($0) } + [file(7, content: 70, isNew: true)]
        try store.putManifest(of: RunID(2), pipeline, later)
        #expect(try manifest(of: 2) == later)
        #expect(try store.runs(using: file(7).digest) == [RunID(1)])
        #expect(try store.runs(using: file(7, content: 70).digest) == [RunID(2)])
        #expect(try store.runs(using: file(7).path, pipeline, "customers") == [RunID(2), RunID(1)])
        #expect(try store.runs(using: file(3).path, pipeline, "customers") == [RunID(1)])
        #expect(try store.runs(using: file(4).digest, Page(before: RunID(2))) == [RunID(1)])
        #expect(try store.runs(using: file(99).digest).isEmpty)
        #expect(try store.runs(using: file(1).path, pipeline, "strange").isEmpty)
    }

    @Test func `the same manifest again changes nothing, another one replaces it`() throws {
        let files = (1...5).map { file($0, isNew: true) }
        try store.putManifest(of: RunID(1), pipeline, files)
        try store.putManifest(of: RunID(1), pipeline, files)
        #expect(try manifest(of: 1) == files)
        try store.putManifest(of: RunID(1), pipeline, [file(2)])
        #expect(try manifest(of: 1) == [file(2)])
        #expect(try store.runs(using: file(1).digest).isEmpty)
    }

    @Test func `a manifest that was not finished does not count`() throws {
        var writer = try store.writeManifest(of: RunID(1), pipeline)
        try writer.append((1...5).map { file($0) })
        try writer.append((7...9).map { file($0) })
        #expect(try manifest(of: 1).isEmpty)
        #expect(try store.runs(using: file(1).digest).isEmpty)
        try writer.append([file(6)])
        try writer.finish()
        #expect(try manifest(of: 1).map(\.size) == [1, 2, 3, 4, 5, 7, 8, 9, 6])
    }

    @Test func `parts join into ranges`() throws {
        var writer = try store.writeManifest(of: RunID(1), pipeline)
        for number in 1...50 { try writer.append([file(number)]) }
        try writer.finish()
        #expect(try ranges == 1)
    }

    @Test func `equal content under two names and in two datasets is told apart and found together`() throws {
        let files = [file(1), file(2, content: 1), file(1, dataset: "labels")]
        try store.putManifest(of: RunID(1), pipeline, files)
        try store.putManifest(of: RunID(2), pipeline, [file(1, dataset: "labels")])
        #expect(try manifest(of: 1) == files)
        #expect(try store.runs(using: file(1).digest) == [RunID(2), RunID(1)])
        #expect(try store.runs(using: file(1).path, pipeline, "customers") == [RunID(1)])
    }

    @Test func `an empty manifest is a manifest`() throws {
        try store.putManifest(of: RunID(1), pipeline, [])
        #expect(try store.manifest(of: RunID(1)).next == nil)
    }
}
