import FoundationEssentials
import GRDB
package import MLOpsCore
import MLOpsSchedule

/// References and profiles are made from files and can be made again; what was judged of them is committed by the loop.
extension SQLiteMetadataStore {
    package func reference(
        _ pipeline: PipelineName, _ dataset: DatasetName, _ version: ModelVersionID
    ) throws(StoreError) -> DriftReference? {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return nil }
            return try database.row(
                "SELECT * FROM _reference WHERE dataset = ? AND version = ?", [id, version.description]
            ) { try DriftReference($0, of: version) }
        }
    }

    /// Keeps the reference and the profiles of its own files together, in place of an earlier one.
    package func put(
        _ reference: DriftReference, _ files: [FileProfile], of pipeline: PipelineName, _ dataset: DatasetName
    ) throws(StoreError) {
        try write { database in
            let id = try DatasetRow.findOrMake(pipeline, dataset, in: database)
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO _reference VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .execute(arguments: [
                    id, reference.version.description, reference.through, reference.files, reference.rows,
                    reference.failure?.column, reference.profile.map(Self.blob), reference.madeAt.microseconds,
                ])
            try Self.put(files, id, reference.version, database)
        }
    }

    package func put(
        _ files: [FileProfile], on version: ModelVersionID, of pipeline: PipelineName, _ dataset: DatasetName
    ) throws(StoreError) {
        try write { database in
            let id = try DatasetRow.findOrMake(pipeline, dataset, in: database)
            try Self.put(files, id, version, database)
        }
    }

    private static func put(
        _ files: [FileProfile], _ dataset: Int64, _ version: ModelVersionID, _ database: Database
    ) throws {
        for file in files {
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO _profile VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .execute(arguments: [
                    dataset, version.description, file.sequence, file.rows, file.failure?.column,
                    file.times?.lowerBound.microseconds, file.times?.upperBound.microseconds,
                    file.profile.map(blob),
                ])
        }
    }

    /// Returns the profiles of files on the cells of the version's reference, in the order of their sequence numbers.
    package func profiles(
        _ pipeline: PipelineName, _ dataset: DatasetName, on version: ModelVersionID, after first: Int64,
        through last: Int64 = .max, limit: Int = .max
    ) throws(StoreError) -> [FileProfile] {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return [] }
            return try database.rows(
                """
                SELECT * FROM _profile WHERE dataset = ? AND version = ? AND sequence > ? AND sequence <= ?
                ORDER BY sequence LIMIT ?
                """,
                [id, version.description, first, last, limit], as: FileProfile.init)
        }
    }

    /// Returns the number of the last file that has been profiled on the cells of the version's reference, or nil.
    package func lastProfiled(
        _ pipeline: PipelineName, _ dataset: DatasetName, on version: ModelVersionID
    ) throws(StoreError) -> Int64? {
        try read { database in
            guard let id = try DatasetRow.find(pipeline, dataset, in: database) else { return nil }
            return try database.row(
                "SELECT max(sequence) AS last FROM _profile WHERE dataset = ? AND version = ?",
                [id, version.description]
            ) { try $0.optionalInteger("last") } ?? nil
        }
    }

    /// Returns up to which file the monitor has judged, and what it remembers; nil: it has judged none.
    package func monitor(
        _ pipeline: PipelineName, _ operand: String, _ version: ModelVersionID
    ) throws(StoreError) -> (through: Int64, memory: [UInt8])? {
        try read { database in
            try database.row(
                "SELECT through, memory FROM _monitor WHERE pipeline = ? AND operand = ? AND version = ?",
                [pipeline.text, operand, version.description]
            ) { (try $0.integer("through"), [UInt8](try $0.decode(Data.self, forColumn: "memory"))) }
        }
    }

    /// Returns windows of the operand, newest first.
    package func windows(
        _ pipeline: PipelineName, _ operand: String, _ page: Page<EvidenceID> = Page()
    ) throws(StoreError) -> [RecordedWindow] {
        try read { database in
            try database.rows(
                """
                SELECT * FROM _window WHERE pipeline = ? AND operand = ? AND evidence < ?
                ORDER BY evidence DESC LIMIT ?
                """,
                [pipeline.text, operand, page.before?.number ?? .max, page.limit], as: RecordedWindow.init)
        }
    }

    private static func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }
}

extension DriftReference {
    init(_ row: Row, of version: ModelVersionID) throws {
        self.init(
            version: version, through: try row.integer("through"), files: try row.integer("files"),
            rows: try row.integer("rows"), failure: try row.optionalText("failure"),
            profile: try row.decode(Data?.self, forColumn: "profile").map { [UInt8]($0) },
            madeAt: try row.instant("made_at"))
    }
}

extension FileProfile {
    init(_ row: Row) throws {
        var times: ClosedRange<Instant>?
        if let first = try row.optionalInstant("from_time"), let last = try row.optionalInstant("to_time") {
            times = min(first, last)...max(first, last)
        }
        self.init(
            sequence: try row.integer("sequence"), rows: try row.integer("rows"),
            failure: try row.optionalText("failure"), times: times,
            profile: try row.decode(Data?.self, forColumn: "profile").map { [UInt8]($0) })
    }
}

extension RecordedWindow {
    init(_ row: Row) throws {
        self.init(
            evidence: try row.identifier("evidence"), operand: try row.text("operand"), window: try row.json("body"),
            figures: try row.text("figures"), judgedAt: try row.instant("judged_at"))
    }
}
