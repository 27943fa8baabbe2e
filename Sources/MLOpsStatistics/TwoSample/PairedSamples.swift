/// Two samples of finite numbers, as a ``CountTable`` of their distinct values in ascending order.
package struct PairedSamples: Sendable, Equatable {
    package let table: CountTable
    /// The distinct values, ascending; one for each column of ``table``.
    package let values: [Double]

    /// Requires finite values; both arrays must be sorted in ascending order.
    package init(sortedReference reference: [Double], sortedCurrent current: [Double]) {
        var (values, left, right): ([Double], [Int], [Int]) = ([], [], [])
        var (i, j) = (0, 0)
        while i < reference.count || j < current.count {
            let value: Double
            if j == current.count {
                value = reference[i]
            } else if i == reference.count {
                value = current[j]
            } else {
                value = min(reference[i], current[j])
            }
            let (firstI, firstJ) = (i, j)
            while i < reference.count, reference[i] == value { i += 1 }
            while j < current.count, current[j] == value { j += 1 }
            values.append(value)
            left.append(i - firstI)
            right.append(j - firstJ)
        }
        self.values = values
        table = CountTable(reference: left, current: right)
    }

    /// Sorts both samples; requires finite values.
    package init(reference: [Double], current: [Double]) {
        self.init(sortedReference: reference.sorted(), sortedCurrent: current.sorted())
    }
}
