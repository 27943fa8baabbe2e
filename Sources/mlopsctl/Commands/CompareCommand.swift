import ArgumentParser
import MLOpsControl
import MLOpsData

/// `mlopsctl compare`.
struct CompareCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare the columns of two datasets: has the data drifted? Works without the daemon.",
        discussion: """
            REFERENCE and CURRENT are files, or directories whose files are one dataset: CSV, JSON Lines or Parquet, \
            plain or packed by gzip or zstd. A column has drifted when the difference is significant among all columns \
            and surely large enough to matter. The chance that data of one distribution is called drifted is at most \
            --false-alarms, all columns together. Columns that differ between any two files, such as times and numbers that \
            count up, are named with --exclude, as "weight: 0" does in a drift trigger of mlopsd.pipeline(5).

            Rank statistics and distances are computed on up to 128 cells that are fitted to the reference, in memory \
            that does not grow with the files: at most 192 MB of the reference's numbers are kept, as many as a million \
            rows of 24 columns have, and a reference with more is read twice. With --exact they are computed on the \
            values themselves, which are then all in memory; p and the verdict stay those of the cells.

            The exit status is 0 when the data has not drifted, 1 when it has, 3 when that could not be told: too few \
            rows, no column, or one that is missing; 2 and above when the data could not be read.
            """)

    @Argument(help: ArgumentHelp("A file or a directory.", valueName: "reference"), completion: .file())
    var reference: String

    @Argument(help: ArgumentHelp("A file or a directory.", valueName: "current"), completion: .file())
    var current: String

    @Flag(help: "Compute rank statistics on the values instead of cells.")
    var exact = false

    @Option(help: ArgumentHelp("The chance of a false alarm, all columns together.", valueName: "chance"))
    var falseAlarms: FalseAlarmArgument = .usual

    @OptionGroup var data: DataArguments
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let paths = (reference: try DataPaths([reference]), current: try DataPaths([current]))
        let progress = ProgressBar(isWanted: !common.json, isUnicode: console.style.isUnicode)
        let comparer = DatasetComparer(options: data.profileOptions, falseAlarms: falseAlarms.chance, isExact: exact)
        let report = ComparisonReport(
            try comparer.compare(paths, progress), falseAlarms: falseAlarms.chance, isExact: exact)
        try data.expectColumns(among: report.columnNames)
        try console.show(report) { ComparisonPage.text(report, $0) }
        if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
    }
}
