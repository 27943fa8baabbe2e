import Glibc
import MLOpsStatistics

/// Profiles one input as a reference and as a window on it, and holds what must be so whatever the input.
///
/// The first byte says how the rest is written and where it is cut into two files.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzProfile(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: data, count: count)
    guard let kind = input.first else { return 0 }
    let format: DataFormat = [.csv, .jsonl, .csv, .parquet][Int(kind & 3)]
    let text = Array(input.dropFirst())
    let cut = format == .parquet ? 0 : text.count * Int(kind >> 2) / 64
    ProfileFuzzing(format).check([text, Array(text[..<cut])])
    return 0
}

struct ProfileFuzzing {
    private var options = ProfileOptions(workers: 1, sampleCapacity: 64)

    init(_ format: DataFormat) {
        options.read.format = format
        options.read.limits = DataLimits(
            bytes: 1 << 22, rows: 1 << 16, columns: 1000, cellBytes: 1 << 16, rowBytes: 1 << 17, pageBytes: 1 << 20,
            metadataBytes: 1 << 16)
    }

    func check(_ texts: [[UInt8]]) {
        do throws(TableFault) {
            let profiler = profiler([texts[0]], options)
            let (reference, summary) = try profiler.reference()
            checkFigures(summary)
            let window = try profiler.window(on: reference)
            if window.profile.columns != reference.profile.columns.map(\.profile) {
                fail("a window of the reference itself has other counts")
            }
            checkBytes(reference.profile, window.profile)
            checkPieces(texts[0], reference.profile)
            checkOther(texts[1], reference)
        } catch {
            if "\(error)".isEmpty { fail("an error without words") }
        }
    }

    private func profiler(_ texts: [[UInt8]], _ options: ProfileOptions) -> TableProfiler {
        TableProfiler(texts.map { DataFile(bytes: $0, name: "a") }, options: options)
    }

    private func checkFigures(_ summary: TableSummary) {
        for column in summary.columns {
            if column.rows != summary.rows { fail("a column has another number of rows than its table") }
            let quantiles = [0, 0.001, 0.5, 0.999, 1].compactMap(column.quantile)
            if zip(quantiles, quantiles.dropFirst()).contains(where: { $0 > $1 }) { fail("quantiles descend") }
            let figures = [
                column.distinct, column.distinctError, column.mean, column.standardDeviation, column.skewness,
            ]
            if (figures.compactMap(\.self) + quantiles).contains(where: { !$0.isFinite }) {
                fail("a figure is not finite")
            }
            if column.frequent.isComplete, column.frequent.items.reduce(0, { $0 + $1.count }) != column.values {
                fail("the counts of all values do not add up")
            }
        }
    }

    private func checkBytes(_ reference: ReferenceProfile, _ window: WindowProfile) {
        do throws(MalformedProfile) {
            guard try ReferenceProfile(encoded: reference.encoded) == reference else {
                return fail("bytes read differ")
            }
            var sum = reference.emptyWindow
            try sum.merge(encoded: window.encoded)
            if sum != window { fail("a window's bytes read differ") }
        } catch {
            fail("a profile's own bytes are refused")
        }
    }

    /// Neither pieces nor workers make a difference.
    private func checkPieces(_ text: [UInt8], _ expected: ReferenceProfile) {
        guard options.read.format != .parquet else { return }
        var options = options
        options.read.blockBytes = 7
        options.workers = 2
        let other = try? profiler([text], options).reference().reference.profile
        if other != expected { fail("the pieces in which a text is read made a difference") }
    }

    private func checkOther(_ text: [UInt8], _ reference: TableReference) {
        guard let window = try? profiler([text], options).window(on: reference) else { return }
        let figures = zip(reference.profile.columns, window.profile.columns).flatMap { column, current in
            let compared = ColumnComparison(reference: column.profile, current: current)
            return [compared.p, compared.stabilityIndex, compared.ranks?.wasserstein, compared.ranks?.energy]
        }
        if figures.compactMap(\.self).contains(where: { !$0.isFinite }) { fail("a comparison is not finite") }
        if window.profile.columns.contains(where: { $0.rows != window.rows && $0.rows != 0 }) {
            fail("a column of a window has another number of rows")
        }
    }

    private func fail(_ words: StaticString) {
        let line = "finding: \(words)\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
        abort()
    }
}
