import Foundation
import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `Care of the file` {
    private typealias Fixture = RecordFixtures

    private func filled() throws -> (TemporaryStore, SQLiteMetadataStore) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit(EveryMutation.before)
        try store.commit(EveryMutation.all)
        return (temporary, store)
    }

    /// What the record holds when the machine goes down now.
    private func contentsAfterCrash(of temporary: TemporaryStore) throws -> RecordContents {
        let image = try temporary.image()
        return try withExtendedLifetime(image) { try $0.open().contents() }
    }

    @Test func `P14 all is in the file after a checkpoint, and the log begins anew`() throws {
        let (temporary, store) = try filled()
        #expect(store.unmergedPages > 0)
        #expect(try store.checkpoint())
        #expect(store.unmergedPages == 0)
        let (contents, size) = (try store.contents(), store.log.size)
        let image = try temporary.image()
        try FileManager.default.removeItem(atPath: image.path + "-wal")
        #expect(try image.open().contents() == contents)
        try store.commit([.addEvidence(Fixture.evidence(300))])
        #expect(store.log.size == size)
    }

    @Test func `P14 the log has room after a rehearsal, and is cut to it at a checkpoint`() throws {
        let (temporary, store) = try filled()
        try store.rehearse()
        #expect(store.log.size == LogRoom.bytes)
        let contents = try store.contents()
        #expect(try contentsAfterCrash(of: temporary) == contents)
        try store.commit([.addEvidence(Fixture.evidence(300))])
        #expect(store.log.size == LogRoom.bytes)
        try store.commit((1000..<60_000 as Range<Int64>).map { .addEvidence(Fixture.evidence($0)) })
        #expect(store.log.size > LogRoom.bytes)
        #expect(try store.checkpoint())
        #expect(store.log.size == LogRoom.bytes)
        #expect(try contentsAfterCrash(of: temporary) == store.contents())
        try store.close()
        #expect(store.log.size == 0)
    }

    @Test func `a commit is whole after a crash, wherever in the log its room ends`() throws {
        let (temporary, store) = try filled()
        try store.rehearse()
        for number in 100..<110 as Range<Int64> {
            try store.commit([.addEvidence(Fixture.evidence(number))])
            #expect(try contentsAfterCrash(of: temporary) == store.contents())
        }
    }

    @Test func `a rehearsal of a start leaves nothing behind`() throws {
        let (temporary, store) = try filled()
        let (contents, pages) = (try store.contents(), store.unmergedPages)
        try store.rehearse()
        try store.rehearse()
        #expect(try store.contents() == contents)
        #expect(store.unmergedPages == pages)
        withExtendedLifetime(temporary) {}
    }

    @Test func `P14 the log is merged while commits go on, and then written from its start again`() async throws {
        let (temporary, store) = try filled()
        #expect(store.unmergedPages > 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 100..<300 as Range<Int64> { try store.commit([.addEvidence(Fixture.evidence(number))]) }
            }
            group.addTask { for _ in 0..<20 { try store.merge() } }
            try await group.waitForAll()
        }
        try store.merge()
        #expect(store.unmergedPages == 0)
        let (size, contents) = (store.log.size, try store.contents())
        try store.commit([.addEvidence(Fixture.evidence(300))])
        #expect(store.unmergedPages > 0)
        #expect(store.log.size == size)
        try store.merge()
        // All of it is in the file itself.
        let image = try temporary.image()
        try FileManager.default.removeItem(atPath: image.path + "-wal")
        #expect(try image.open().contents() != contents)
        #expect(try image.open().contents() == store.contents())
    }

    @Test func `P14 the log is another one after every commit, also where it does not grow`() throws {
        let (temporary, store) = try filled()
        #expect(store.log == store.log)
        // Merged and not emptied, as SQLite does it by itself: the next commits overwrite it from its start.
        try DatabaseQueue(path: temporary.path).inDatabase { _ = try $0.checkpoint(.passive) }
        for number in 100..<105 as Range<Int64> {
            // Longer ago than any file system's clock is coarse.
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: temporary.path + "-wal")
            let former = store.log
            try store.commit([.addEvidence(Fixture.evidence(number))])
            #expect(store.log.size == former.size)
            #expect(store.log != former)
        }
        withExtendedLifetime(temporary) {}
    }

    @Test func `E11 a backup under load holds one moment of the record`() async throws {
        let (temporary, store) = try filled()
        try store.commit((100..<3000).map { .addEvidence(Fixture.evidence($0)) })
        let copy = try TemporaryStore()
        let destination = copy.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<200 {
                    let (evidence, run) = (Fixture.evidence(5000 + Int64(number)), Fixture.run(5000 + Int64(number)))
                    try store.commit([.addEvidence(evidence), .putRun(run)])
                }
            }
            group.addTask { try store.backup(to: destination) }
            try await group.waitForAll()
        }
        let contents = try copy.open().contents()
        let evidence = contents.evidence.map(\.id.number).filter { $0 >= 5000 }
        #expect(evidence == contents.runs.map(\.id.number).filter { $0 >= 5000 })
        #expect(evidence == Array(5000..<(5000 + Int64(evidence.count))))
        withExtendedLifetime(temporary) {}
    }

    @Test func `E11 a backup that was interrupted is replaced, one that is there is not`() throws {
        let (temporary, store) = try filled()
        let copy = try TemporaryStore()
        _ = FileManager.default.createFile(atPath: copy.path + ".partial", contents: Data("half".utf8))
        try store.backup(to: copy.path)
        #expect(try copy.names == ["metadata.db"])
        let bytes = try copy.bytes()
        let refused = #expect(throws: StoreError.self) { try store.backup(to: copy.path) }
        #expect(refused?.code == .conflict)
        #expect(try copy.bytes() == bytes)
        withExtendedLifetime(temporary) {}
    }

    @Test func `E11 a backup that fails leaves nothing`() throws {
        let (temporary, store) = try filled()
        let missing = temporary.directory + "/missing/backup.db"
        #expect(throws: StoreError.self) { try store.backup(to: missing) }
        let copy = try TemporaryStore()
        try store.close()
        #expect(throws: StoreError.self) { try store.backup(to: copy.path) }
        #expect(try copy.names == [])
    }
}
