import Foundation
import MLOpsCore
import MLOpsStore
import MLOpsTestKit

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
            try Self.putProfiles(into: store)
            try store.close()
            return try Data(contentsOf: URL(fileURLWithPath: temporary.path))
        }
    }

    private static func putProfiles(into store: SQLiteMetadataStore) throws {
        let version = ModelVersionID(pipeline: RecordFixtures.pipeline, number: 1)
        let reference = DriftReference(
            version: version, through: 2, files: 2, rows: 20, profile: [1, 2, 3], madeAt: RecordFixtures.instant(1))
        let files = [
            FileProfile(
                sequence: 1, rows: 10, times: RecordFixtures.instant(0)...RecordFixtures.instant(5), profile: [4]),
            FileProfile(sequence: 2, rows: 0, failure: "no table"),
        ]
        try store.put(reference, files, of: RecordFixtures.pipeline, RecordFixtures.dataset)
        try store.commit([
            .putWindow(
                EvidenceID(1), RecordFixtures.pipeline, RecordFixtures.judgement(3, .suspect),
                at: RecordFixtures.instant(6))
        ])
    }

    private static func hasLatched(_ store: SQLiteMetadataStore) throws -> Bool {
        try store.evidence().contains { $0.uses.contains { $0.disposition == .latched } }
    }

    func bytes() throws -> Data { try result.get() }
}
