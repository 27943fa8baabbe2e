import Foundation
import MLOpsCore
import MLOpsStore

/// A database with something of everything, made once for all tests.
struct RecordedHistory: Sendable {
    static let recorded = RecordedHistory()

    private let result: Result<Data, any Error>

    private init() {
        result = Result {
            let temporary = try TemporaryStore()
            let store = try temporary.open()
            var history = try RandomHistory(seed: 3)
            for _ in 0..<400 { try store.commit(history.next()) }
            // Evidence that still waits is a part of everything too; a history without it is no use.
            for _ in 0..<400 where try !Self.hasLatched(store) { try store.commit(history.next()) }
            guard try Self.hasLatched(store) else { throw CocoaError(.featureUnsupported) }
            try store.close()
            return try Data(contentsOf: URL(fileURLWithPath: temporary.path))
        }
    }

    private static func hasLatched(_ store: SQLiteMetadataStore) throws -> Bool {
        try store.evidence().contains { $0.uses.contains { $0.disposition == .latched } }
    }

    func bytes() throws -> Data { try result.get() }
}
