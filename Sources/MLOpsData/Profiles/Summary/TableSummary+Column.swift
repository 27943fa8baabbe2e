package import MLOpsStatistics

extension TableSummary {
    /// What a column looks like by itself, without another to compare it with.
    ///
    /// No figure depends on the number of workers, on batches, or on how the rows are spread over files. What does not exist
    /// for the column's type, or for want of values, is nil.
    package struct Column: Sendable, Equatable {
        package let name: String
        package let type: ColumnType
        package let rows: Int
        /// Rows without an ordinary value; of booleans and texts only nulls and invalid ones.
        package let special: SpecialCounts
        /// Numbers that are 0, and below it.
        package let zeros: Int?
        package let negatives: Int?
        /// How many distinct values there are, about when ``distinctError`` is not 0.
        package let distinct: Double
        /// Relative standard error.
        package let distinctError: Double
        package let minimum: Double?
        package let maximum: Double?
        package let mean: Double?
        /// With n − 1 in the denominator.
        package let standardDeviation: Double?
        /// The moment coefficient √n·M₃/M₂^{3/2} of the sampled values.
        package let skewness: Double?
        /// Of ordered types: finite values in ascending order, all or a uniform sample of them; moments in microseconds.
        package let sample: [Double]
        /// Whether ``sample`` holds all finite values, so that quantiles are exact.
        package let isExact: Bool
        /// Of text, in Unicode scalars.
        package let lengths: TextLengths?
        /// Distinct values with their counts, the largest count first: all of them, or those seen in a sample.
        package let frequent: FrequentValues

        package var family: ColumnFamily { ColumnFamily(type) }
        /// Rows with an ordinary value.
        package var values: Int { rows - special.total }

        /// Returns the value at a share of 0...1 of the ordered values, linear between neighbours as numpy's default is.
        ///
        /// The least and the largest are exact; nil without values.
        package func quantile(_ q: Double) -> Double? {
            guard let minimum, let maximum, !sample.isEmpty else { return nil }
            return q <= 0 ? minimum : q >= 1 ? maximum : sample.orderedQuantile(q)
        }
    }
}
