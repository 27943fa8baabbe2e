extension WindowNull {
    /// Returns the null distribution of each column: each window compared with the sum of all others.
    static func each(of windows: [WindowProfile]) -> [WindowNull] {
        guard var rest = windows.first else { return [] }
        for window in windows.dropFirst() { rest.merge(window) }
        var nulls = rest.columns.map { WindowNull($0) }
        for window in windows {
            rest.subtract(window)
            for index in rest.columns.indices {
                guard let evidence = RowEvidence.between(rest.columns[index], window.columns[index]).evidence else {
                    continue
                }
                nulls[index].add(evidence, window.columns[index])
            }
            rest.merge(window)
        }
        return nulls
    }
}
