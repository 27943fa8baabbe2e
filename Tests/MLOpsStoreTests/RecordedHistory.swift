import Foundation
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
            try store.close()
            return try Data(contentsOf: URL(fileURLWithPath: temporary.path))
        }
    }

    func bytes() throws -> Data { try result.get() }
}
