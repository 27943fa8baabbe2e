import Glibc

/// Reads one input as a table and holds what every reading must do, whatever the input.
///
/// It is compiled together with the readers into one module; see `scripts/fuzz`.
enum TableFuzzing {
    struct Seen: Sendable {
        var rows: Int64 = 0
        var sum: UInt64 = 0
    }

    static func read(_ input: UnsafeBufferPointer<UInt8>, as format: DataFormat) {
        let file = DataFile(bytes: Array(input))
        var options = ReadOptions(format: format)
        options.limits = DataLimits(
            bytes: 1 << 22, rows: 1 << 16, columns: 1000, cellBytes: 1 << 16, rowBytes: 1 << 17, pageBytes: 1 << 20,
            metadataBytes: 1 << 16)
        let whole = outcome(file, options)
        guard format != .parquet else { return }
        options.blockBytes = 7
        let pieces = outcome(file, options)
        guard whole == pieces else { fail("the pieces in which a text is read made a difference") }
        guard let whole else { return }
        countRows(input, format, options, expected: whole.rows)
    }

    private struct Outcome: Equatable {
        var rows: Int64
        var sum: UInt64
        var schema: TableSchema
    }

    /// nil: refused.
    private static func outcome(_ file: DataFile, _ options: ReadOptions) -> Outcome? {
        do throws(DataError) {
            let reading = try TableReader(file, options: options).read(workers: 1, initial: { _ in Seen() }) {
                seen, batch in
                if seen.rows != batch.firstRow { fail("a batch does not begin where the last one ended") }
                seen.rows += Int64(batch.rowCount)
                for column in batch.columns { seen.sum &+= digest(column, batch) }
            }
            let seen = reading.states.first ?? Seen()
            if seen.rows != reading.report.rows, !reading.report.schema.columns.isEmpty {
                fail("the report has another number of rows than the batches")
            }
            return Outcome(rows: reading.report.rows, sum: seen.sum, schema: reading.report.schema)
        } catch {
            if "\(error)".isEmpty { fail("an error without words") }
            return nil
        }
    }

    /// The same for the same cells, however they are cut into batches.
    private static func digest(_ column: Column, _ batch: ColumnBatch) -> UInt64 {
        var sum: UInt64 = 0
        var (nulls, invalids) = (0, 0)
        for row in 0..<batch.rowCount {
            let number = UInt64(bitPattern: batch.firstRow) &+ UInt64(row) &+ 1
            switch column.state(row) {
            case .null: nulls += 1
            case .invalid: invalids += 1
            case .value: break
            }
            var value = UInt64(column.states[row])
            if column.type.hasDoubles { value ^= column.doubles[row].bitPattern }
            if column.type.hasIntegers { value ^= UInt64(bitPattern: column.integers[row]) }
            if column.type.hasText { value ^= column.text[row].reduce(0) { $0 &* 31 &+ UInt64($1) } }
            sum &+= (value &+ 0x9E37_79B9) &* number
        }
        if nulls != column.nullCount || invalids != column.invalidCount {
            fail("the counts are not those of the states")
        }
        return sum
    }

    private static func countRows(
        _ input: UnsafeBufferPointer<UInt8>, _ format: DataFormat, _ options: ReadOptions, expected: Int64
    ) {
        do throws(DataError) {
            var counter = try FileRowCounter(fileName: [UInt8](), format: format, options: options)
            try counter.consume(UnsafeRawBufferPointer(input))
            guard try counter.finish() == expected else { fail("counting found another number of rows than reading") }
        } catch {
            fail("counting refused what reading took")
        }
    }

    private static func fail(_ words: StaticString) -> Never {
        let line = "finding: \(words)\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
        abort()
    }
}
