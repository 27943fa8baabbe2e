import ArgumentParser
import MLOpsControl
import MLOpsData
import MLOpsStatistics

/// `mlopsctl detect`.
struct DetectCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Find where the losses of a model have grown. Works without the daemon.",
        discussion: """
            FILE is CSV, JSON Lines or Parquet, plain or packed by gzip or zstd, with a row for each prediction in the \
            order of time; a column holds its loss, larger is worse: 0 and 1 for right and wrong, or an error of any \
            range. What is usual is told by the first rows (--reference), or known (--baseline). An alarm is proof \
            that the mean is above that: on average not more often than --false-alarms. Better losses are no alarm.

            Losses that stay as they are raise no other alarm; still worse ones do, and those that grow after they were \
            back. Without --baseline losses that have stayed for as many rows as the reference has are what is usual, \
            as for a new model. Rows are counted from 0, without a header. Cells that \
            are empty, null or NaN are rows without a loss; infinite losses are as bad as can be. Losses outside 0 to 1 \
            with --baseline: the first 1,000 rows tell their scale, unless --reference says how many; they raise no \
            alarm.

            With --json the answer is one object; "row" is that of the first alarm, or null. The exit status is 0 \
            without an alarm, 1 with any, 3 when all rows are reference; 2 and above when the file could not be read.
            """)

    @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The column of losses.", valueName: "name"))
    var column: String = "loss"

    @Option(help: ArgumentHelp("False alarms for each row without harm.", valueName: "rate"))
    var falseAlarms: FalseAlarmArgument = FalseAlarmArgument(argument: "1/10000") ?? .usual

    @Option(help: ArgumentHelp("How many first rows tell what is usual; default: 1000.", valueName: "rows"))
    var reference: Int?

    @Option(help: ArgumentHelp("The mean loss that is usual.", valueName: "loss"))
    var baseline: Double?

    @Option(help: ArgumentHelp("How much above the usual mean is no harm.", valueName: "loss"))
    var tolerance: Double = 0

    @Flag(help: "A CSV file has no header; columns are called column_1 and so on.")
    var noHeader = false

    @OptionGroup var data: DataFileOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        let rows = HarmSettings.minimumReference...HarmSettings.maximumReference
        if let reference, !rows.contains(reference) {
            throw ValidationError("--reference takes \(rows.lowerBound) to \(rows.upperBound) rows")
        }
        if let baseline, !baseline.isFinite { throw ValidationError("--baseline takes a number") }
        guard tolerance.isFinite, tolerance >= 0 else { throw ValidationError("--tolerance takes a number from 0 on") }
    }

    func run() async throws {
        let progress = ProgressBar(isWanted: !common.json, isUnicode: console.style.isUnicode)
        let stream = LossStream(file: file, column: column, hasHeader: !noHeader, format: data.format)
        let start = LossWatch(
            reference: reference, baseline: baseline, rowsPerFalseAlarm: 1 / falseAlarms.chance, tolerance: tolerance)
        let (watch, notes) = try stream.read(start, progress)
        let report = DetectionReport(
            watch, file: file, column: column, falseAlarms: falseAlarms.chance, notes: notes)
        try console.show(report) { DetectionPage.text(report, $0) }
        if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
    }
}
