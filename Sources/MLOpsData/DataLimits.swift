/// How much of a hostile file is read before it is given up; each limit has an error of its own.
package struct DataLimits: Hashable, Sendable {
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case bytes, ratio, rows, columns, cellBytes, rowBytes, depth, pageBytes, metadataBytes
    }

    /// Unpacked bytes.
    package var bytes: Int64
    /// Unpacked to packed bytes.
    ///
    /// Tables rarely pack better than 30:1; zlib can be made to reach 1032:1.
    package var ratio: Int64
    /// Of a Parquet file, whose rows may cost no bytes; of texts the bytes are enough of a limit.
    package var rows: Int64
    package var columns: Int
    package var cellBytes: Int
    /// Of one record's text; memory for several of them is held by each worker.
    package var rowBytes: Int
    /// Nesting of JSON values and of Parquet's schema.
    package var depth: Int
    /// Of one unpacked page of a Parquet file.
    package var pageBytes: Int
    /// Of a Parquet file's footer.
    package var metadataBytes: Int

    package init(
        bytes: Int64 = 1 << 40, ratio: Int64 = 200, rows: Int64 = 1 << 40, columns: Int = 10_000,
        cellBytes: Int = 1 << 22, rowBytes: Int = 1 << 23, depth: Int = 32, pageBytes: Int = 1 << 26,
        metadataBytes: Int = 1 << 24
    ) {
        self.bytes = bytes
        self.ratio = ratio
        self.rows = rows
        self.columns = columns
        self.cellBytes = cellBytes
        self.rowBytes = rowBytes
        self.depth = depth
        self.pageBytes = pageBytes
        self.metadataBytes = metadataBytes
    }

    /// What has to hold after each piece that was unpacked.
    func check(unpacked: Int64, packed: Int64) throws(DataError) {
        guard unpacked <= bytes else { throw DataError(.limit(.bytes, bytes)) }
        // A small file may well be all alike; what it can do in a mebibyte is little.
        if unpacked > 1 << 20, unpacked / ratio > packed { throw DataError(.limit(.ratio, ratio)) }
    }
}

extension DataLimits.Name {
    func words(_ value: Int64) -> String {
        switch self {
        case .bytes: "it holds more than \(value) bytes unpacked"
        case .ratio: "it unpacks to more than \(value) times its size"
        case .rows: "it has more than \(value) rows"
        case .columns: "it has more than \(value) columns"
        case .cellBytes: "a cell has more than \(value) bytes"
        case .rowBytes: "a row has more than \(value) bytes; does a quote not close?"
        case .depth: "it is nested deeper than \(value)"
        case .pageBytes: "a page has more than \(value) bytes unpacked"
        case .metadataBytes: "its footer has more than \(value) bytes"
        }
    }
}
