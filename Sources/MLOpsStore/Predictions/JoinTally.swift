/// What became of rows, by how many.
package struct JoinTally: Hashable, Sendable, Codable {
    /// Predictions that are kept, each counted once.
    package var predictions: Int64 = 0
    /// Labels that belong to one of them.
    package var labelled: Int64 = 0
    /// Labels whose prediction has not come.
    package var early: Int64 = 0
    /// Predictions and labels that said again what was known.
    package var repeated: Int64 = 0
    /// Predictions and labels that said otherwise than an earlier one; they count, it does not.
    package var replaced: Int64 = 0
    /// Rows that could not be used.
    package var rejected: Int64 = 0
    /// Predictions of times whose rows are not kept any more.
    package var tooOld: Int64 = 0
    /// Labels that were given up, because their prediction did not come in time.
    package var orphaned: Int64 = 0

    package init() {}

    static func + (a: JoinTally, b: JoinTally) -> JoinTally {
        var sum = a
        for path in fields { sum[keyPath: path] += b[keyPath: path] }
        return sum
    }

    /// In the order of the columns of `_tally`.
    static var fields: [WritableKeyPath<JoinTally, Int64>] {
        [\.predictions, \.labelled, \.early, \.repeated, \.replaced, \.rejected, \.tooOld, \.orphaned]
    }
}
