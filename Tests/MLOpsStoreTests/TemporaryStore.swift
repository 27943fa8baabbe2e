import Foundation
import MLOpsCore
import MLOpsStore
import MLOpsTestKit

/// A directory of its own for one test, removed with it.
final class TemporaryStore {
    let directory: String

    var path: String { directory + "/metadata.db" }

    init() throws {
        directory = NSTemporaryDirectory() + "mlopsd-store-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func open() throws -> SQLiteMetadataStore { try SQLiteMetadataStore(path: path) }
}
