@testable import MLOpsStatistics

/// The rows of Golden/performance.py, made again from their recipes, bit for bit.
enum GoldenRows {
    static func rows(_ inputs: [String]) throws -> (task: PerformanceTask, rows: [PerformanceRow]) {
        let numbers = inputs.dropFirst().compactMap { Double($0) }
        guard numbers.count == inputs.count - 1, numbers.count >= 4 else {
            throw GoldenSample.Malformed(recipe: inputs.joined(separator: " "))
        }
        var random = Xoshiro256StarStar(seed: UInt64(numbers[0]))
        let count = Int(numbers[1])
        switch inputs[0] {
        case "binary":
            let rows = (0..<count).map { _ in
                binary(&random, base: numbers[2], levels: numbers[3], hasPrediction: numbers[4] == 1)
            }
            return (.binary, rows)
        case "multiclass":
            let classes = Int(numbers[2])
            let rows = (0..<count).map { _ in multiclass(&random, classes: classes, sharpness: numbers[3]) }
            return (.multiclass(classes: (0..<classes).map(Int64.init)), rows)
        default:
            let rows = (0..<count).map { _ in
                let label = GoldenSample.nearlyNormal(&random) * numbers[2] + numbers[3]
                return PerformanceRow(
                    prediction: GoldenSample.nearlyNormal(&random) * numbers[4] + label, label: label)
            }
            return (.regression, rows)
        }
    }

    private static func binary(
        _ random: inout Xoshiro256StarStar, base: Double, levels: Double, hasPrediction: Bool
    ) -> PerformanceRow {
        let label: Double = random.uniform() < base ? 1 : 0
        var score = (0.6 * label + random.uniform()) / 1.6
        if levels > 0 { score = (score * levels).rounded(.towardZero) / levels }
        let isKept = random.uniform() < 0.8
        let prediction = isKept ? label : 1 - label
        return PerformanceRow(prediction: hasPrediction ? prediction : .nan, score: score, label: label)
    }

    private static func multiclass(
        _ random: inout Xoshiro256StarStar, classes: Int, sharpness: Double
    ) -> PerformanceRow {
        let label = Int(random.uniform() * random.uniform() * Double(classes))
        var raw = (0..<classes).map { _ in random.uniform() }
        raw[label] += sharpness
        let total = raw.reduce(0, +)
        let largest = raw.max() ?? 0
        return PerformanceRow(
            prediction: Double(raw.firstIndex(of: largest) ?? 0), label: Double(label), scores: raw.map { $0 / total })
    }
}
