import Foundation
import Testing

@testable import MLOpsStore

@Suite struct `A database that is made` {
    /// Where the header of a SQLite file says by what it is written: 1 by a rollback journal, 2 by a write-ahead log.
    private static let versions = 18..<20

    /// Killed while it turned to its log later, none of them could be opened any more.
    @Test(arguments: [true, false])
    func `A1 has a write-ahead log from the beginning, and leaves nothing beside it`(isRecord: Bool) throws {
        let directory = try TemporaryStore()
        let file = DatabaseFile(path: directory.directory + "/a.db")
        if isRecord { try DatabaseOpening(file: file).create() } else { try PredictionStore.create(file) }
        let header = try #require(FileManager.default.contents(atPath: file.path))
        #expect(Array(header[Self.versions]) == [2, 2])
        #expect(try directory.names == ["a.db"])
    }
}
