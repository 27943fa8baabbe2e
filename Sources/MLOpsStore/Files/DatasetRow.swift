import GRDB
import MLOpsCore

/// The number that stands for a dataset in the tables of files.
enum DatasetRow {
    static func find(_ pipeline: PipelineName, _ dataset: DatasetName, in database: Database) throws -> Int64? {
        let statement = try database.cachedStatement(sql: "SELECT id FROM _dataset WHERE pipeline = ? AND name = ?")
        return try Int64.fetchOne(statement, arguments: [pipeline.text, dataset.text])
    }

    static func findOrMake(_ pipeline: PipelineName, _ dataset: DatasetName, in database: Database) throws -> Int64 {
        if let id = try find(pipeline, dataset, in: database) { return id }
        try database.execute(
            sql: "INSERT INTO _dataset (pipeline, name, last_sequence) VALUES (?, ?, 0)",
            arguments: [pipeline.text, dataset.text])
        return database.lastInsertedRowID
    }
}
