import FoundationEssentials
import Testing

/// Texts that are kept in files beside the tests and read like documentation.
///
/// `MLOPS_UPDATE_SNAPSHOTS=1 swift test` writes what the program says now; the difference is then reviewed like code.
enum Snapshot {
    static func expect(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = directory.appending(path: name)
        if ProcessInfo.processInfo.environment["MLOPS_UPDATE_SNAPSHOTS"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == expected, "\(name)", sourceLocation: sourceLocation)
    }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: folder).path()).sorted()
    }

    /// Where the tests' own files lie.
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
}
