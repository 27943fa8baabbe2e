import MLOpsData
import MLOpsStatistics

/// One column of `mlopsctl profile --json`; what does not exist for its type is null.
struct ProfileColumn: Encodable, Sendable {
    struct TopValue: Encodable, Equatable, Sendable {
        let value: CellValue
        let count: Int
    }

    let name: String
    let type: String
    let rows: Int
    /// Rows with an ordinary value: not null, invalid, NaN or infinite.
    let count: Int
    let nulls: Int
    /// Text that is not of the column's type.
    let invalid: Int
    @Nullable var nan: Int?
    @Nullable var infinities: Int?
    @Nullable var zeros: Int?
    @Nullable var negatives: Int?
    let distinct: Double
    /// Relative standard error of ``distinct``; 0: it is exact.
    let distinctError: Double
    @Nullable var min: CellValue?
    @Nullable var max: CellValue?
    @Nullable var mean: CellValue?
    /// Of moments and times in seconds.
    @Nullable var standardDeviation: Double?
    @Nullable var skewness: Double?
    /// By their share of the values, "0.001" to "0.999".
    @Nullable var quantiles: [String: CellValue]?
    /// Whether quantiles are those of all values, and counts of top values exact; else of a uniform sample of the rows.
    let exact: Bool
    let topValues: [TopValue]
    /// For people.
    let histogram: [Double]

    static let shares = [
        "0.001", "0.01", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95", "0.99", "0.999",
    ]
    static let shownTopValues = 10

    private enum CodingKeys: String, CodingKey {
        case name, type, rows, count, nulls, invalid, nan, infinities, zeros, negatives, distinct, distinctError
        case min, max, mean, standardDeviation, skewness, quantiles, exact, topValues
    }

    init(_ column: TableSummary.Column) {
        let type = column.type
        let isNumber = column.family == .number
        name = column.name
        self.type = "\(type)"
        rows = column.rows
        count = column.values
        nulls = column.special.nulls
        invalid = column.special.invalid
        nan = isNumber ? column.special.nans : nil
        infinities = isNumber ? column.special.positiveInfinities + column.special.negativeInfinities : nil
        zeros = column.zeros
        negatives = column.negatives
        distinct = column.distinctError > 0 ? column.distinct.rounded() : column.distinct
        distinctError = column.distinctError
        min = column.minimum.map { CellValue($0, of: type) }
        max = column.maximum.map { CellValue($0, of: type) }
        mean = column.mean.map { CellValue($0, of: type) }
        standardDeviation = column.standardDeviation.map { isNumber ? $0 : $0 / 1e6 }
        skewness = column.skewness
        quantiles = Self.quantiles(column)
        exact = column.isExact || (!column.family.isOrdered && column.frequent.isComplete)
        topValues = column.frequent.items.prefix(Self.shownTopValues)
            .map { TopValue(value: CellValue($0, of: type), count: $0.count) }
        histogram = ValueHistogram(column).shares
    }

    private static func quantiles(_ column: TableSummary.Column) -> [String: CellValue]? {
        guard column.family.isOrdered, column.minimum != nil else { return nil }
        var quantiles: [String: CellValue] = [:]
        for share in shares {
            quantiles[share] = Double(share).flatMap { column.quantile($0) }.map { CellValue($0, of: column.type) }
        }
        return quantiles
    }
}
