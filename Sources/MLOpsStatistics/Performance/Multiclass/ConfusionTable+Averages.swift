extension ConfusionTable {
    /// How the values of classes become one.
    enum Average {
        /// Each class counts the same.
        case macro
        /// Each class counts as often as it is a label.
        case weighted
    }

    /// What is measured of each class.
    enum ClassMeasure {
        case precision, recall, f1
    }

    /// The measure of a class as part / whole, both counted in rows; the whole is 0 where it is undefined.
    func ratio(_ measure: ClassMeasure, of number: Int) -> (part: Double, whole: Double) {
        switch measure {
        case .precision: (agreements[number], predictions[number])
        case .recall: (agreements[number], labels[number])
        case .f1: (2 * agreements[number], labels[number] + predictions[number])
        }
    }

    /// The average over the classes of which the measure is defined, as scikit-learn with `zero_division=nan`; the interval
    /// by the delta method on log odds (Takahashi, Yamamoto, Kuchiba and Koyama, 2022).
    func average(_ measure: ClassMeasure, _ average: Average) -> PerformanceFigure {
        guard total > 0 else { return PerformanceFigure(undefined: "there are no labels") }
        guard let value = mean(measure, average).value else {
            return PerformanceFigure(undefined: "no class that was predicted is a label")
        }
        return figure(value, { $0.mean(measure, average) }, PerformanceFigure.logOdds)
    }

    private func mean(_ measure: ClassMeasure, _ average: Average) -> (value: Double?, error: Double) {
        let ratios = (0..<classes).map { ratio(measure, of: $0) }
        let weights = ratios.indices.map { number -> Double in
            guard ratios[number].whole > 0 else { return 0 }
            return average == .macro ? 1 : labels[number]
        }
        let weight = weights.reduce(0, +)
        guard weight > 0 else { return (nil, 0) }
        let values = ratios.map { $0.whole > 0 ? $0.part / $0.whole : 0 }
        let value = NeumaierSum.of(zip(weights, values).lazy.map { $0 * $1 }) / weight
        let error = error { cell in
            var slope = 0.0
            // A weighted average also changes with the weight of the label's class.
            if average == .weighted, ratios[cell.label].whole > 0 { slope += (values[cell.label] - value) / weight }
            for number in cell.label == cell.prediction ? [cell.label] : [cell.label, cell.prediction]
            where ratios[number].whole > 0 {
                let (part, whole) = Self.change(measure, by: cell, of: number)
                slope += weights[number] / weight * (part - values[number] * whole) / ratios[number].whole
            }
            return slope
        }
        return (value, error)
    }

    // By how much part and whole grow with a row more.
    private static func change(_ measure: ClassMeasure, by cell: Cell, of number: Int) -> (Double, Double) {
        let isLabel: Double = cell.label == number ? 1 : 0
        let isPrediction: Double = cell.prediction == number ? 1 : 0
        switch measure {
        case .precision: return (isLabel * isPrediction, isPrediction)
        case .recall: return (isLabel * isPrediction, isLabel)
        case .f1: return (2 * isLabel * isPrediction, isLabel + isPrediction)
        }
    }
}
