import MLOpsStatistics

extension TableSummary.Column {
    init(_ column: ColumnAccumulator) {
        if let numbers = column.numbers {
            self.init(column, numbers)
        } else if let texts = column.texts {
            self.init(column, texts)
        } else {
            self.init(column, column.booleans ?? BooleanAccumulator())
        }
    }

    private init(_ column: ColumnAccumulator, _ numbers: NumberAccumulator) {
        let sorted = numbers.sample.values.sortedAscending()
        let runs = Self.runs(sorted)
        let counted = numbers.distinct.counted
        let isExact = numbers.sample.isExact
        let moments = sorted.withUnsafeBufferPointer { Moments($0) }
        let isNumber = column.family == .number
        self.init(
            name: column.name, type: column.type, rows: column.rows, special: numbers.special,
            zeros: isNumber ? numbers.zeros : nil, negatives: isNumber ? numbers.negatives : nil,
            distinct: isExact ? Double(runs.count) : numbers.distinct.estimate,
            distinctError: isExact ? 0 : numbers.distinct.relativeError,
            minimum: numbers.moments.count > 0 ? numbers.minimum : nil,
            maximum: numbers.moments.count > 0 ? numbers.maximum : nil,
            mean: numbers.moments.mean, standardDeviation: Self.finite(numbers.moments.standardDeviation),
            skewness: moments.skewness, sample: sorted, isExact: isExact, lengths: nil,
            frequent: FrequentValues(
                numbers: counted ?? runs, weight: counted == nil ? numbers.sample.weight : 1,
                isComplete: counted != nil || isExact))
    }

    private init(_ column: ColumnAccumulator, _ texts: TextAccumulator) {
        let frequent: FrequentValues
        let (distinct, error): (Double, Double)
        switch texts.content {
        case .counted(let counted):
            frequent = FrequentValues(texts: counted.ranked, isComplete: true)
            (distinct, error) = (Double(counted.counts.count), 0)
        case .sketched(let sketched):
            frequent = FrequentValues(texts: sketched.frequent, isComplete: false)
            (distinct, error) = (sketched.distinct.estimate, sketched.distinct.relativeError)
        }
        let lengths = texts.lengths
        self.init(
            column, texts.special, distinct, error, lengths: lengths.count > 0 ? lengths : nil, frequent: frequent)
    }

    private init(_ column: ColumnAccumulator, _ booleans: BooleanAccumulator) {
        let counted = [("false", booleans.falses), ("true", booleans.trues)].filter { $0.1 > 0 }
            .map { (value: Array($0.0.utf8), count: $0.1) }
        let ranked = counted.count == 2 && counted[1].count > counted[0].count ? counted.reversed() : counted
        self.init(
            column, booleans.special, Double(counted.count), 0, lengths: nil,
            frequent: FrequentValues(texts: ranked, isComplete: true))
    }

    private init(
        _ column: ColumnAccumulator, _ special: SpecialCounts, _ distinct: Double, _ error: Double,
        lengths: TextLengths?, frequent: FrequentValues
    ) {
        self.init(
            name: column.name, type: column.type, rows: column.rows, special: special, zeros: nil, negatives: nil,
            distinct: distinct, distinctError: error, minimum: nil, maximum: nil, mean: nil, standardDeviation: nil,
            skewness: nil, sample: [], isExact: frequent.isComplete, lengths: lengths, frequent: frequent)
    }

    private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

    private static func runs(_ sorted: [Double]) -> [(value: Double, occurrences: Int)] {
        var runs: [(value: Double, occurrences: Int)] = []
        runs.reserveCapacity(sorted.count)
        var start = 0
        for index in sorted.indices where index + 1 == sorted.count || sorted[index + 1] != sorted[index] {
            runs.append((sorted[index], index + 1 - start))
            start = index + 1
        }
        return runs
    }
}

extension CountedTexts {
    /// The largest count first, equal counts in the order of bytes.
    var ranked: [(value: [UInt8], count: Int)] {
        counts.indices.map { (value: Array(dictionary.string($0)), count: counts[$0]) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.value.lexicographicallyPrecedes($1.value) }
    }
}
