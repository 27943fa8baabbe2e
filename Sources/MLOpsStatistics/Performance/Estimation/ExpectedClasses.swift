/// What probabilities of many classes lead to, given what was predicted.
struct ExpectedClasses: Sendable {
    /// Of each class the probability of each row.
    let probabilities: [[Double]]
    /// The class that each row predicted; −1: one without scores.
    let said: [Int]
    private let predictions: [Double]
    private let labels: [Double]
    private let agreements: [Double]

    init(_ probabilities: [[Double]], said: [Int]) {
        (self.probabilities, self.said) = (probabilities, said)
        var (predictions, agreements) = (probabilities.map { _ in 0.0 }, probabilities.map { _ in 0.0 })
        for (row, said) in said.enumerated() where said >= 0 {
            predictions[said] += 1
            agreements[said] += probabilities[said][row]
        }
        (self.predictions, self.agreements) = (predictions, agreements)
        labels = probabilities.map { NeumaierSum.of($0) }
    }

    /// A value, and by how much it rises with the probability of a class in a row.
    struct Estimate {
        let value: Double
        let slope: (_ row: Int, _ column: Int) -> Double
    }

    enum Metric: Sendable { case accuracy, precision, recall, f1 }

    static let metrics: [(name: String, metric: Metric)] = [
        ("accuracy", .accuracy), ("precision_macro", .precision), ("recall_macro", .recall), ("f1_macro", .f1),
    ]

    /// nil where it is not defined for a class.
    func estimate(_ metric: Metric) -> Estimate? {
        guard !said.isEmpty else { return nil }
        let count = Double(said.count)
        guard metric != .accuracy else {
            let value = NeumaierSum.of(agreements) / count
            return Estimate(value: value) { [said] row, column in said[row] == column ? 1 / count : 0 }
        }
        let agreeing: Double = metric == .f1 ? 2 : 1
        let wholes = labels.indices.map { column -> Double in
            switch metric {
            case .precision: predictions[column]
            case .recall: labels[column]
            case .accuracy, .f1: labels[column] + predictions[column]
            }
        }
        let counted = wholes.indices.filter { wholes[$0] > 0 }
        guard !counted.isEmpty else { return nil }
        let share = 1 / Double(counted.count)
        let values = wholes.indices.map { wholes[$0] > 0 ? agreeing * agreements[$0] / wholes[$0] : 0 }
        let growing: Double = metric == .precision ? 0 : 1
        return Estimate(value: NeumaierSum.of(values) * share) { [said] row, column in
            guard wholes[column] > 0 else { return 0 }
            let part = said[row] == column ? agreeing : 0
            return share * (part - growing * values[column]) / wholes[column]
        }
    }

    /// The variance that the labels alone make of a metric with such slopes: each row's label is one of the classes.
    func variance(_ slope: (Int, Int) -> Double) -> Double {
        var sum = NeumaierSum()
        for row in said.indices {
            var (mean, square) = (0.0, 0.0)
            for column in probabilities.indices {
                let (probability, slope) = (probabilities[column][row], slope(row, column))
                mean += probability * slope
                square += probability * slope * slope
            }
            sum.add(max(0, square - mean * mean))
        }
        return sum.value
    }
}
