import ArgumentParser
import MLOpsControl
import MLOpsData

/// `mlopsctl profile`.
struct ProfileCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Show what the columns of data files look like. Works without the daemon.",
        discussion: """
            Takes CSV, JSON Lines and Parquet files, plain or packed by gzip or zstd; several files, or a directory, are \
            one dataset. They are read once, in memory that does not grow with them. Counts, extremes, means and \
            standard deviations are exact; quantiles and skewness are of all values up to 32,768 of them and of a \
            uniform sample of the rows beyond; with --json "exact" says which.

            The exit status is 78 when a file cannot be read, and the error says where in it.
            """)

    @Argument(
        help: ArgumentHelp("Files, or directories of files.", valueName: "file"), completion: .file())
    var files: [String]

    @OptionGroup var data: DataArguments
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let paths = try DataPaths(files)
        let progress = ProgressBar(isWanted: !common.json, isUnicode: console.style.isUnicode)
        let files = try paths.open(progress)
        progress.expect(files.reduce(0) { $0 + $1.byteCount })
        let report = try summary(files, progress, paths)
        try data.expectColumns(among: report.columns.map(\.name))
        try console.show(report) { ProfilePage.text(report, $0) }
    }

    private func summary(
        _ files: [DataFile], _ progress: ProgressBar, _ paths: DataPaths
    ) throws(CommandFailure) -> ProfileReport {
        defer { progress.finish() }
        do throws(TableFault) {
            let summary = try TableProfiler(files, options: data.profileOptions).summary()
            return ProfileReport(summary, files: paths.paths)
        } catch {
            throw CommandFailure(error)
        }
    }
}
