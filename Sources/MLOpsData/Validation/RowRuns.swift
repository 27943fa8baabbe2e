/// The rows of a batch that count, as ranges of neighbours.
enum RowRuns {
    /// - Parameters:
    ///   - firstRow: the number of the batch's first row.
    ///   - isIncluded: by the number of a row; nil: all count.
    static func of(_ rowCount: Int, firstRow: Int, _ isIncluded: ((Int) -> Bool)?) -> [Range<Int>] {
        guard let isIncluded else { return [0..<rowCount] }
        var runs: [Range<Int>] = []
        for row in 0..<rowCount where isIncluded(firstRow + row) {
            if let last = runs.last, last.upperBound == row {
                runs[runs.count - 1] = last.lowerBound..<(row + 1)
            } else {
                runs.append(row..<(row + 1))
            }
        }
        return runs
    }
}
