import RealModule

/// A metric as sums over rows: what each row adds, and what follows from the sums.
struct RowMeasure {
    /// Of each row; all of one length.
    let sums: [[Double]]
    /// What a row that is not among these may change in the sums, its label staying as it is.
    let changes: [[Double]]
    /// Whether no row changes more than that, as where rows are counted.
    let isBounded: Bool
    /// nil: the metric is not defined for such sums, as precision without a positive prediction.
    let value: ([Double]) -> Double?

    init(
        sums: [[Double]], changes: [[Double]], isBounded: Bool = false, value: @escaping ([Double]) -> Double?
    ) {
        (self.sums, self.changes, self.isBounded, self.value) = (sums, changes, isBounded, value)
    }

    /// nil without rows.
    var totals: [Double]? {
        guard let width = sums.first?.count else { return nil }
        return (0..<width).map { column in NeumaierSum.of(sums.lazy.map { $0[column] }) }
    }

    var total: Double? { totals.flatMap(value) }
}

extension RowMeasure {
    static func mean(of values: [Double]) -> RowMeasure {
        RowMeasure(sums: values.map { [$0, 1] }, changes: changes(of: values, width: 2)) {
            $0[1] > 0 ? $0[0] / $0[1] : nil
        }
    }

    /// The first sum more or less by as much as the row adds that adds most.
    private static func changes(of values: [Double], width: Int) -> [[Double]] {
        let largest = values.lazy.map(abs).max() ?? 0
        let rest = [Double](repeating: 0, count: width - 1)
        return [[largest] + rest, [-largest] + rest]
    }

    /// Right to wrong and back, of positive rows and of negative ones.
    private static let countChanges: [[Double]] = [[-1, 0, 1, 0], [1, 0, -1, 0], [0, 1, 0, -1], [0, -1, 0, 1]]

    private static func counted(_ sums: [[Double]], value: @escaping ([Double]) -> Double?) -> RowMeasure {
        RowMeasure(sums: sums, changes: countChanges, isBounded: true, value: value)
    }

    /// Metrics of a positive and a negative class; nil for others.
    static func binary(_ metric: RowMetric, label: [Bool], prediction: [Bool]) -> RowMeasure? {
        let sums = zip(label, prediction).map { isPositive, isPredicted -> [Double] in
            switch (isPositive, isPredicted) {
            case (true, true): [1, 0, 0, 0]
            case (false, true): [0, 1, 0, 0]
            case (true, false): [0, 0, 1, 0]
            case (false, false): [0, 0, 0, 1]
            }
        }
        func ratio(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
        switch metric {
        case .precision: return counted(sums) { ratio($0[0], $0[0] + $0[1]) }
        case .recall: return counted(sums) { ratio($0[0], $0[0] + $0[2]) }
        case .specificity: return counted(sums) { ratio($0[3], $0[1] + $0[3]) }
        case .f1: return counted(sums) { ratio(2 * $0[0], 2 * $0[0] + $0[1] + $0[2]) }
        case .balancedAccuracy:
            return counted(sums) { sums in
                ratio(sums[0], sums[0] + sums[2]).flatMap { recall in
                    ratio(sums[3], sums[1] + sums[3]).map { (recall + $0) / 2 }
                }
            }
        default: return nil
        }
    }

    /// The mean of all classes' F1, each counted once; of classes that are in labels or predictions.
    static func macroF1(label: [Int], prediction: [Int], classes: Int) -> RowMeasure {
        let sums = zip(label, prediction).map { label, prediction in
            var row = [Double](repeating: 0, count: 3 * classes)
            row[3 * label + (label == prediction ? 0 : 2)] += 1
            if label != prediction { row[3 * prediction + 1] += 1 }
            return row
        }
        return RowMeasure(sums: sums, changes: classChanges(classes), isBounded: true) { sums in
            var (total, count) = (0.0, 0.0)
            for start in stride(from: 0, to: sums.count, by: 3) {
                let whole = 2 * sums[start] + sums[start + 1] + sums[start + 2]
                guard whole > 0 else { continue }
                total += 2 * sums[start] / whole
                count += 1
            }
            return count > 0 ? total / count : nil
        }
    }

    /// A row of a class is taken for one of another, and back.
    private static func classChanges(_ classes: Int) -> [[Double]] {
        (0..<classes).flatMap { label in
            (0..<classes).filter { $0 != label }.flatMap { other in
                var change = [Double](repeating: 0, count: 3 * classes)
                (change[3 * label], change[3 * label + 2], change[3 * other + 1]) = (-1, 1, 1)
                return [change, change.map { -$0 }]
            }
        }
    }

    /// Metrics of numbers that were predicted; nil for others.
    static func regression(_ metric: RowMetric, label: [Double], prediction: [Double]) -> RowMeasure? {
        let errors = zip(label, prediction).map { $1 - $0 }
        switch metric {
        case .meanAbsoluteError: return mean(of: errors.map(abs))
        case .meanSquaredError: return mean(of: errors.map { $0 * $0 })
        case .rootMeanSquaredError:
            let squares = errors.map { $0 * $0 }
            return RowMeasure(sums: squares.map { [$0, 1] }, changes: changes(of: squares, width: 2)) {
                $0[1] > 0 ? ($0[0] / $0[1]).squareRoot() : nil
            }
        case .determination:
            // About the mean of all labels, so that the sums lose no digits.
            let mean = NeumaierSum.of(label) / Double(max(1, label.count))
            let sums = zip(label, errors).map { [$1 * $1, $0 - mean, ($0 - mean) * ($0 - mean), 1] }
            return RowMeasure(sums: sums, changes: changes(of: sums.map { $0[0] }, width: 4)) { sums in
                guard sums[3] > 0 else { return nil }
                let spread = sums[2] - sums[1] * sums[1] / sums[3]
                return spread > 0 ? 1 - sums[0] / spread : nil
            }
        default: return nil
        }
    }

    /// Metrics of a probability that was predicted for the positive class; nil for others.
    static func probability(_ metric: RowMetric, isPositive: [Bool], score: [Double]) -> RowMeasure? {
        switch metric {
        case .brierScore: return mean(of: zip(isPositive, score).map { ($1 - ($0 ? 1 : 0)) * ($1 - ($0 ? 1 : 0)) })
        case .logLoss:
            return mean(
                of: zip(isPositive, score).map { isPositive, score in
                    // Certainty of what is false costs much, and not without end.
                    let probability = min(1 - 0x1p-52, max(0x1p-52, score))
                    return -Double.log(isPositive ? probability : 1 - probability)
                })
        default: return nil
        }
    }
}
