/// What is expected of a file or window as a whole.
///
/// Rates are shares of rows in [0, 1].
package struct DatasetRules: Hashable, Sendable, Codable {
    package enum Order: String, Hashable, Sendable, Codable, CaseIterable {
        case free
        /// The columns stand in the schema's order.
        case exact
    }
    package enum Uniqueness: String, Hashable, Sendable, Codable, CaseIterable {
        /// Every key is looked at; data with more than ``KeySample/capacity`` of them cannot be judged.
        case exact
        /// Beyond that many keys a sample of the keys is looked at.
        case approx
    }

    package var minimumRows: Int?
    package var maximumRows: Int?
    /// How the number of rows of a window depends on the hour, the day or the week.
    package var volume: VolumeRule?
    /// The largest rate of rows with too few or too many fields, or that are no rows at all.
    package var maximumMalformed = 0.0
    /// The column that says when a row happened.
    package var time: String?
    /// The newest row is at most so many microseconds older than the time of the check.
    package var maximumStaleness: Int64?
    /// Where moments without a zone are; nil: UTC.
    package var timezone: String?
    /// The columns that tell rows apart.
    package var key: [String] = []
    package var keyUniqueness = Uniqueness.exact
    /// The largest rate of rows that repeat an earlier row in all columns; nil: any.
    package var maximumDuplicateRows: Double?
    /// What a column that the schema does not know is; nil: nothing.
    package var newColumns: Severity? = .warn
    package var order = Order.free
    package var comparisons: [RowComparison] = []
    /// The column to be predicted.
    package var label: String?
    /// A column whose correlation with the label is larger gives the answer away.
    package var maximumCorrelation = 0.999
    /// How likely data that keeps all rates breaks any rule that counts rows, all rules together.
    package var falseAlarms = 0.001
    package var severities: [ValidationRule: Severity] = [:]

    package init() {}
}
