import FoundationEssentials
import GRDB

/// A path as bytes, whatever encoding they are in.
///
/// SQLite compares blobs byte by byte, which is the order of paths.
enum PathColumn {
    static func value(_ path: [UInt8]) -> DatabaseValue { Data(path).databaseValue }

    static func path(_ value: DatabaseValue) throws -> [UInt8] {
        guard case .blob(let bytes) = value.storage else { throw UnexpectedValue(value, in: "path") }
        return [UInt8](bytes)
    }
}
