import Foundation
import GRDB
import MLOpsCore
import MLOpsStore

/// A directory of its own for one test, removed with it.
final class TemporaryStore {
    let directory: String

    var path: String { directory + "/metadata.db" }
    var logPath: String { path + "-wal" }

    init() throws {
        directory = NSTemporaryDirectory() + "mlopsd-store-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    /// With a database that holds a history.
    convenience init(history: RecordedHistory) throws {
        try self.init()
        try history.bytes().write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func open(creating: Bool = true) throws -> SQLiteMetadataStore {
        try SQLiteMetadataStore(path: path, creating: creating)
    }

    /// What a kill at this moment would leave on the disk.
    func image() throws -> TemporaryStore {
        let image = try TemporaryStore()
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: image.path + suffix)
        }
        return image
    }

    func bytes(_ suffix: String = "") throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + suffix)))
    }

    func overwrite(_ suffix: String = "", with bytes: [UInt8], at offset: Int) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path + suffix))
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    func truncate(_ suffix: String = "", to size: Int) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path + suffix))
        try handle.truncate(atOffset: UInt64(size))
        try handle.close()
    }

    /// Of the directory.
    func setMode(_ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory)
    }

    func replace(by other: TemporaryStore) throws {
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: other.path, toPath: path)
    }

    /// Changes the database past the store, as a foreign program would.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
    }

    /// The error that opening is refused with.
    func refusal() throws -> StoreError? {
        do throws(StoreError) {
            _ = try SQLiteMetadataStore(path: path)
            return nil
        } catch {
            return error
        }
    }
}
