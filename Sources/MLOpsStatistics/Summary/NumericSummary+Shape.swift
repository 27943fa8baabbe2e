extension NumericSummary {
    /// Returns quantiles by the sample's order statistics, for each q in [0, 1]; nil without values.
    ///
    /// The least and largest are exact.
    package func quantiles(_ qs: [Double]) -> [Double]? {
        let sorted = sample.values.sorted()
        guard let minimum, let maximum, !sorted.isEmpty else { return nil }
        return qs.map { $0 <= 0 ? minimum : $0 >= 1 ? maximum : sorted.orderedQuantile($0) }
    }

    /// The moment coefficient of skewness √n·M₃/M₂^{3/2}, of the sample; nil for a constant.
    package var skewness: Double? { sample.values.withUnsafeBufferPointer { Moments($0) }.skewness }

    /// Returns the most frequent values, the largest count first; counts are estimates unless ``isExact``.
    package func topValues(_ limit: Int) -> [(value: Double, count: Int)] {
        let runs = runs
        return runs.sorted { ($1.occurrences, $0.value) < ($0.occurrences, $1.value) }
            .prefix(max(0, limit)).map { (value: $0.value, count: $0.occurrences * sample.weight) }
    }

    /// Cells fitted to the sample; see ``NumericCells``.
    ///
    /// The extremes are those of all values.
    package var cells: NumericCells {
        var runs = runs
        // So that nothing of the reference lies in the cells beyond it.
        if let minimum, let first = runs.first, minimum < first.value { runs.insert((minimum, 1), at: 0) }
        if let maximum, let last = runs.last, maximum > last.value { runs.append((maximum, 1)) }
        return NumericCells(fitting: runs)
    }

    private var runs: [(value: Double, occurrences: Int)] {
        var runs: [(value: Double, occurrences: Int)] = []
        for value in sample.values.sorted() {
            if let last = runs.last, last.value == value {
                runs[runs.count - 1].occurrences += 1
            } else {
                runs.append((value, 1))
            }
        }
        return runs
    }
}
