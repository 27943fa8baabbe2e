extension ConfusionTable {
    /// Matthews' correlation (1975), for many classes as Gorodkin (2004); its interval by the delta method on Fisher's
    /// scale.
    var correlation: PerformanceFigure {
        guard total > 0 else { return PerformanceFigure(undefined: "there are no labels") }
        guard let value = matthews.value else {
            let isLabel = labels.contains { $0 == total }
            return PerformanceFigure(
                undefined: isLabel ? "all labels are the same" : "all predictions are the same")
        }
        return figure(value, \.matthews, PerformanceFigure.correlation)
    }

    /// Cohen's kappa (1960); its interval with the error of Fleiss, Cohen and Everitt (1969), to which the delta method
    /// leads.
    var kappa: PerformanceFigure {
        guard total > 0 else { return PerformanceFigure(undefined: "there are no labels") }
        guard let value = cohen.value else {
            return PerformanceFigure(undefined: "all labels and all predictions are the same")
        }
        return figure(value, \.cohen) { .normal($0, error: $1, in: -1...1) }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { NeumaierSum.of(zip(a, b).lazy.map { $0 * $1 }) }

    private var matthews: (value: Double?, error: Double) {
        let agreed = agreements.reduce(0, +)
        let covariance = agreed * total - Self.dot(labels, predictions)
        let spread = (total * total - Self.dot(predictions, predictions)) * (total * total - Self.dot(labels, labels))
        guard spread > 0 else { return (nil, 0) }
        let (a, b) = (total * total - Self.dot(predictions, predictions), total * total - Self.dot(labels, labels))
        let value = covariance / spread.squareRoot()
        let error = error { cell in
            let agreement = cell.label == cell.prediction ? total : 0
            let slope = agreement + agreed - predictions[cell.label] - labels[cell.prediction]
            let ofA = (total - predictions[cell.prediction]) / a
            let ofB = (total - labels[cell.label]) / b
            return slope / spread.squareRoot() - value * (ofA + ofB)
        }
        return (value, error)
    }

    private var cohen: (value: Double?, error: Double) {
        let observed = agreements.reduce(0, +) / total
        let expected = Self.dot(labels, predictions) / (total * total)
        guard expected < 1 else { return (nil, 0) }
        let value = (observed - expected) / (1 - expected)
        let error = error { cell in
            let ofObserved = ((cell.label == cell.prediction ? 1 : 0) - observed) / total
            let margins = predictions[cell.label] + labels[cell.prediction]
            let ofExpected = margins / (total * total) - 2 * expected / total
            return ofObserved / (1 - expected) - (1 - observed) * ofExpected / ((1 - expected) * (1 - expected))
        }
        return (value, error)
    }
}
