import ArgumentParser
import MLOpsData

/// How the files are written that a verb reads, where they do not say so themselves.
struct DataArguments: ParsableArguments {
    @Option(help: ArgumentHelp("csv, jsonl or parquet; default: by content and ending.", valueName: "format"))
    var format: DataFormat?

    @Option(help: ArgumentHelp("The delimiter of CSV: one character or \"tab\".", valueName: "character"))
    var delimiter: String?

    @Flag(help: "The CSV files have no header; columns are called column_1 and so on.")
    var noHeader = false

    @Option(help: ArgumentHelp("Only these columns, with commas between them.", valueName: "names"))
    var columns: String?

    @Option(
        help: ArgumentHelp(
            "Without these columns, with commas between them: times, numbers that count up.", valueName: "names"))
    var exclude: String?

    @Option(help: ArgumentHelp("Threads; what is told does not depend on them.", valueName: "count"))
    var workers: Int = 2

    func validate() throws {
        guard (1...256).contains(workers) else { throw ValidationError("--workers takes 1 to 256") }
        guard delimiter == nil || delimiterByte != nil else {
            throw ValidationError("--delimiter takes one ASCII character, or tab")
        }
        guard columns.map(Self.names)?.isEmpty != true else { throw ValidationError("--columns names no column") }
    }

    var profileOptions: ProfileOptions {
        ProfileOptions(
            read: ReadOptions(format: format, csv: CSVOptions(delimiter: delimiterByte, hasHeader: !noHeader)),
            workers: workers, columns: columns.map(Self.names), excluded: exclude.map(Self.names) ?? [])
    }

    /// Refuses names of --columns that no file has: a slip of the pen would leave a column out unseen.
    func expectColumns(among found: [String]) throws(CommandFailure) {
        let options = profileOptions
        let unknown = (options.columns ?? []).filter { !options.excluded.contains($0) && !found.contains($0) }
        guard let name = unknown.first else { return }
        throw CommandFailure(.usage, "cannot look at column \"\(name)\": there is none of that name")
    }

    private static func names(_ text: String) -> [String] { text.split(separator: ",").map { String($0) } }

    private var delimiterByte: UInt8? {
        guard let delimiter, delimiter != "tab" else { return delimiter == nil ? nil : UInt8(ascii: "\t") }
        return delimiter.count == 1 ? delimiter.first?.asciiValue : nil
    }
}
