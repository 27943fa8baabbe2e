import Foundation
import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `A damaged database` {
    private typealias Fixture = RecordFixtures

    /// What a kill after some commits leaves, then damaged.
    private func damaged(
        merged: Bool, _ damage: (TemporaryStore) throws -> Void
    ) throws -> (image: TemporaryStore, refusal: StoreError?) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for number in 1...200 { try store.commit([.addEvidence(Fixture.evidence(Int64(number)))]) }
        if merged { #expect(try store.emptyLog()) }
        let image = try temporary.image()
        try damage(image)
        let (before, log) = (try image.bytes(), merged ? [] : try image.bytes("-wal"))
        let refusal = try image.refusal()
        if refusal != nil {
            #expect(try image.bytes() == before)
            if !merged { #expect(try image.bytes("-wal") == log) }
        }
        return (image, refusal)
    }

    @Test(arguments: [0, 1, 100, 4096, 5000, 40_000])
    func `E6 cut short, it is refused and kept`(_ size: Int) throws {
        let (image, refusal) = try damaged(merged: true) { try $0.truncate(to: size) }
        #expect(refusal?.code == .corrupt)
        #expect(try image.bytes().count == size)
        #expect(try image.names.contains("metadata.db.new") == false)
    }

    @Test func `E6 with a zeroed header, it is refused and kept`() throws {
        let (_, refusal) = try damaged(merged: true) { try $0.overwrite(with: Array(repeating: 0, count: 100), at: 0) }
        #expect(refusal?.code == .corrupt)
    }

    @Test func `E6 with garbage in a page, it is refused after an unclean stop`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for number in 1...200 { try store.commit([.addEvidence(Fixture.evidence(Int64(number)))]) }
        #expect(try store.emptyLog())
        try store.commit([.addEvidence(Fixture.evidence(201))])
        let image = try temporary.image()
        let root = try store.read {
            try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = '_use'")
        }
        try image.overwrite(with: Array(repeating: 0xA5, count: 4096), at: (try #require(root) - 1) * 4096)
        #expect(try image.refusal()?.code == .corrupt)
    }

    @Test func `E6 without its shared memory file, it opens whole`() throws {
        let (image, refusal) = try damaged(merged: false) { image in
            let names = try image.names
            #expect(names == ["metadata.db", "metadata.db-wal"])
        }
        #expect(refusal == nil)
        #expect(try image.open().contents().evidence.count == 200)
    }

    @Test(arguments: [32, 40, 3000, 60_000])
    func `E6 with a log damaged before its end, it is refused and both files are kept`(_ offset: Int) throws {
        let (_, refusal) = try damaged(merged: false) { image in
            let bytes = try image.bytes("-wal")
            try image.overwrite("-wal", with: [bytes[offset] ^ 0xFF], at: offset)
        }
        #expect(refusal?.code == .corrupt)
        #expect(refusal?.description.contains("log is damaged") == true)
    }

    @Test(arguments: [0, 8, 16, 24])
    func `E6 with a damaged header of the log, it is refused and both files are kept`(_ offset: Int) throws {
        let (_, refusal) = try damaged(merged: false) { image in
            let bytes = try image.bytes("-wal")
            try image.overwrite("-wal", with: [bytes[offset] ^ 0xFF], at: offset)
        }
        #expect(refusal?.code == .corrupt)
    }

    @Test func `a log that was never synchronized is no damage`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1))])
        try store.close()
        _ = FileManager.default.createFile(
            atPath: temporary.logPath, contents: Data(count: 8272), attributes: [.posixPermissions: 0o600])
        #expect(try temporary.open().contents().evidence.count == 1)
    }

    @Test func `A19 cut anywhere in its last transaction, the log gives the state before it`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1))])
        let before = try temporary.bytes("-wal").count
        try store.commit([.addEvidence(Fixture.evidence(2)), .putRun(Fixture.run(1)), .putRequest(Fixture.request(1))])
        let after = try temporary.bytes("-wal").count
        #expect(after > before)
        for size in stride(from: before, to: after, by: 997) {
            let image = try temporary.image()
            try image.truncate("-wal", to: size)
            let contents = try image.open().contents()
            #expect(contents.evidence.map(\.id.number) == [1])
            #expect(contents.runs.isEmpty && contents.requests.isEmpty)
        }
    }

    @Test func `A19 torn anywhere in its last transaction, the log gives the state before it`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1))])
        let before = try temporary.bytes("-wal").count
        try store.commit([.addEvidence(Fixture.evidence(2)), .putRun(Fixture.run(1)), .putRequest(Fixture.request(1))])
        let after = try temporary.bytes("-wal").count
        for offset in stride(from: before, to: after, by: 997) {
            let image = try temporary.image()
            try image.overwrite("-wal", with: [try image.bytes("-wal")[offset] ^ 0xFF], at: offset)
            #expect(try image.open().contents().evidence.map(\.id.number) == [1])
        }
    }
}
