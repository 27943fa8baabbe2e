import Foundation
import GRDB
import Glibc
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `Opening` {
    private typealias Fixture = RecordFixtures

    @Test func `P1 every commit waits for the disk`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let pragmas = try store.pool.writeWithoutTransaction { database in
            try [
                "synchronous", "journal_mode", "trusted_schema", "cell_size_check", "journal_size_limit",
                "busy_timeout",
            ]
            .map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
        }
        #expect(pragmas == ["2", "wal", "0", "1", "16777216", "5000"])
    }

    @Test func `a new database is only for its owner`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1))])
        for name in try temporary.names {
            let attributes = try FileManager.default.attributesOfItem(atPath: temporary.directory + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func `H10 the log is one file for ever, and holds nothing when the database is closed`() throws {
        let temporary = try TemporaryStore()
        func number(_ suffix: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: temporary.path + suffix)[.systemFileNumber] as? Int
        }
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1))])
        let before = try ["-wal", "-shm"].map(number)
        try store.close()
        #expect(try temporary.names == ["metadata.db", "metadata.db-shm", "metadata.db-wal"])
        #expect(try temporary.bytes("-wal").isEmpty)
        let again = try temporary.open()
        try again.commit([.addEvidence(Fixture.evidence(2))])
        #expect(try ["-wal", "-shm"].map(number) == before)
        try again.close()
    }

    @Test func `a backup that is put in the place of a closed database is not mixed with its log`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1))])
        try store.backup(to: temporary.path + ".backup")
        let contents = try store.contents()
        try store.commit([.addEvidence(Fixture.evidence(2))])
        try store.close()
        try FileManager.default.removeItem(atPath: temporary.path)
        try FileManager.default.moveItem(atPath: temporary.path + ".backup", toPath: temporary.path)
        #expect(try temporary.open(creating: false).contents() == contents)
    }

    @Test func `what was committed is there after closing and opening`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1)), .putRun(Fixture.run(1))])
        let contents = try store.contents()
        try store.close()
        #expect(throws: StoreError.self) { try store.restore() }
        #expect(try temporary.open(creating: false).contents() == contents)
    }

    @Test func `A19 what was committed is there after a kill`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1)), .putRun(Fixture.run(1))])
        let contents = try store.contents()
        let image = try temporary.image()
        #expect(try image.open().contents() == contents)
    }

    @Test func `a half-made database is made again`() throws {
        let temporary = try TemporaryStore()
        _ = FileManager.default.createFile(atPath: temporary.path + ".new", contents: Data("half".utf8))
        _ = FileManager.default.createFile(atPath: temporary.path + ".new-wal", contents: Data("half".utf8))
        let store = try temporary.open()
        #expect(try store.restore() == Snapshot())
    }

    @Test func `E6 a missing database is not made where there was one`() throws {
        let temporary = try TemporaryStore()
        #expect(throws: StoreError.self) { try temporary.open(creating: false) }
        #expect(try temporary.names == [])
    }

    @Test func `E6 a missing database whose log is there is not made again`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit([.addEvidence(Fixture.evidence(1))])
        let image = try temporary.image()
        try FileManager.default.removeItem(atPath: image.path)
        let refusal = try #require(try image.refusal())
        #expect(refusal.code == .corrupt)
        #expect(try image.names == ["metadata.db-wal"])
    }

    @Test func `E7 a deleted, renamed or replaced file is noticed`() throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        #expect(store.fileStillThere())
        try FileManager.default.moveItem(atPath: temporary.path, toPath: temporary.path + ".moved")
        #expect(!store.fileStillThere())
        _ = FileManager.default.createFile(atPath: temporary.path, contents: Data())
        #expect(!store.fileStillThere())
    }

    @Test func `E9 a newer schema is refused and left as it is`() throws {
        let temporary = try TemporaryStore()
        try temporary.open().close()
        try temporary.tamper("PRAGMA user_version = 99")
        let before = try temporary.bytes()
        let refusal = try #require(try temporary.refusal())
        #expect(refusal.code == .newerSchema)
        #expect(refusal.description.contains("its schema version is 99"))
        #expect(try temporary.bytes() == before)
    }

    @Test func `a database of another program is refused and left as it is`() throws {
        let temporary = try TemporaryStore()
        try temporary.tamper("CREATE TABLE t (x); PRAGMA journal_mode = DELETE")
        Glibc.chmod(temporary.path, 0o600)
        let before = try temporary.bytes()
        #expect(try temporary.refusal()?.description.contains("not a database of mlopsd") == true)
        #expect(try temporary.bytes() == before)
    }
}

@Suite struct `Opening a file that others may reach` {
    private func refusal(_ prepare: (TemporaryStore) throws -> Void) throws -> (TemporaryStore, String) {
        let temporary = try TemporaryStore()
        try temporary.open().close()
        try prepare(temporary)
        return (temporary, try #require(try temporary.refusal()).description)
    }

    @Test func `E10 a symbolic link is refused`() throws {
        let (_, text) = try refusal { temporary in
            try FileManager.default.moveItem(atPath: temporary.path, toPath: temporary.directory + "/other.db")
            try FileManager.default.createSymbolicLink(
                atPath: temporary.path, withDestinationPath: temporary.directory + "/other.db")
        }
        #expect(text.contains("symbolic link; put the file itself in its place"))
    }

    @Test func `E10 a dangling symbolic link is refused, not followed`() throws {
        let (temporary, text) = try refusal { temporary in
            try FileManager.default.removeItem(atPath: temporary.path)
            try FileManager.default.createSymbolicLink(
                atPath: temporary.path, withDestinationPath: temporary.directory + "/nowhere.db")
        }
        #expect(text.contains("symbolic link"))
        #expect(try !temporary.names.contains("nowhere.db"))
    }

    @Test(arguments: [0o644, 0o660, 0o604, 0o640])
    func `E10 a file that others can open is refused, with the command that mends it`(_ mode: Int) throws {
        let (temporary, text) = try refusal { Glibc.chmod($0.path, mode_t(mode)) }
        #expect(text.contains("run: chmod 600 \(temporary.path)"))
        Glibc.chmod(temporary.path, 0o600)
        #expect(try temporary.refusal() == nil)
    }

    @Test func `E10 a directory that others can write is refused, with the command that mends it`() throws {
        let (temporary, text) = try refusal { Glibc.chmod($0.directory, 0o770) }
        #expect(text.contains("run: chmod go-w \(temporary.directory)"))
        Glibc.chmod(temporary.directory, 0o750)
        #expect(try temporary.refusal() == nil)
    }

    @Test func `E10 another owner is refused, with the command that mends it`() throws {
        let temporary = try TemporaryStore()
        try temporary.open().close()
        let file = DatabaseFile(path: temporary.path, owner: geteuid() + 1)
        let refusal = #expect(throws: StoreError.self) { try SQLiteMetadataStore(file: file, creating: true) }
        #expect(refusal?.description.contains("run: chown \(geteuid() + 1) \(temporary.directory)") == true)
    }

    @Test func `a directory in its place is refused`() throws {
        let (_, text) = try refusal { temporary in
            try FileManager.default.removeItem(atPath: temporary.path)
            try FileManager.default.createDirectory(atPath: temporary.path, withIntermediateDirectories: false)
        }
        #expect(text.contains("not a regular file"))
    }
}
