import MLOpsData
import MLOpsStatistics

/// Holds inferred schemas against data: their own, and rows that they were not inferred from.
struct InferenceCheck {
    private static let parts = 3

    let files: [DataFile]
    let options: ReadOptions

    func verify(_ schema: DataSchema) throws(UnreadableFile) -> InferenceReport.Verification {
        var verification = InferenceReport.Verification(own: [], heldOut: [])
        for file in files { verification.own.append(try window(of: file, schema, rows: nil)) }
        for part in 0..<Self.parts {
            let gathering = try SchemaInferrer(files, options: options).gather { Self.part(of: $0) != part }
            var partial = gathering.inference.schema
            // A third of a file has a third of its rows.
            (partial.dataset.minimumRows, partial.dataset.maximumRows) = (nil, nil)
            var firstRow = 0
            for (index, file) in files.enumerated() {
                let first = firstRow
                verification.heldOut.append(
                    try window(of: file, partial) { Self.part(of: first + $0) == part })
                firstRow += gathering.rowCounts[index]
            }
        }
        return verification
    }

    private func window(
        of file: DataFile, _ schema: DataSchema, rows: (@Sendable (Int) -> Bool)?
    ) throws(UnreadableFile) -> InferenceReport.Verification.Window {
        do throws(DataError) {
            let report = try FileValidator(schema: schema, options: options)
                .validate(file, ValidationContext(), rows: rows)
            return InferenceReport.Verification.Window(rows: report.rows, violations: report.violations)
        } catch {
            throw UnreadableFile(name: file.shownName, error: error)
        }
    }

    /// Neighbours go to different parts, without a rhythm that a day or a week could have too.
    private static func part(of row: Int) -> Int {
        var bits = UInt64(truncatingIfNeeded: row) &* 0x9E37_79B9_7F4A_7C15
        bits ^= bits >> 32
        return Int((bits &* 0xBF58_476D_1CE4_E5B9) >> 33) % parts
    }
}
