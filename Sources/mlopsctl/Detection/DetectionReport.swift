import MLOpsStatistics

/// What `mlopsctl detect --json` writes.
struct DetectionReport: Encodable, Sendable {
    struct Alarm: Encodable, Sendable {
        /// At which the proof was complete.
        let row: Int
        /// At which the losses probably began to grow.
        let change: Int
        /// The mean loss that was usual, and that since the change.
        let baseline: Double
        let mean: Double

        init(_ alarm: HarmAlarm) {
            (row, change, baseline, mean) = (alarm.row, alarm.change, alarm.baseline, alarm.mean)
        }
    }

    let file: String
    let column: String
    /// That of the first alarm, counted from 0; null: there was none.
    @Nullable var row: Int?
    @Nullable var change: Int?
    @Nullable var baseline: Double?
    @Nullable var mean: Double?
    /// All of them, with the first; at most 10,000.
    let alarms: [Alarm]
    /// How many rows the file has, and how many of them no loss.
    let rows: Int
    let missing: Int
    /// The row at which it was proven that losses are lower than what is usual now; null: it was not.
    @Nullable var improved: Int?
    /// How many rows the current reference lacks: while it is not complete, nothing is found.
    let rowsToLearn: Int
    /// For each row without harm.
    let falseAlarms: Double
    let notes: [String]

    init(_ watch: LossWatch, file: String, column: String, falseAlarms: Double, notes: [String]) {
        self.file = file
        self.column = column
        self.falseAlarms = falseAlarms
        let detector = watch.detector
        alarms = watch.alarms.map { Alarm($0) }
        rows = detector?.seen ?? 0
        missing = detector?.missing ?? 0
        rowsToLearn = detector?.rowsToLearn ?? 0
        improved = detector?.improvedAt
        (row, change, mean) = (alarms.first?.row, alarms.first?.change, alarms.first?.mean)
        baseline = alarms.first?.baseline ?? detector?.baseline
        let clipped =
            watch.outside > 0
            ? ["losses outside 0 to 1 count as 0 or 1: \(watch.outside) after the first 1,000 rows"] : []
        self.notes = notes + clipped
    }

    var exitStatus: Int32 { alarms.isEmpty ? (rowsToLearn > 0 ? 3 : 0) : 1 }
}
