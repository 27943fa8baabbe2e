/// How many rows are worth one independent row.
enum DesignEffect {
    private static let significance = 0.001
    private static let fewestBatches = 16

    /// Returns the largest ratio of the variance of batch means to that of independent rows, where it is surely above 1.
    ///
    /// Batches of 4, 16, 64 and so on, at least 16 of them. With independent rows the ratio times the number of batches less
    /// one is χ². Source: the method of batch means, G. Fishman, *Principles of discrete event simulation*, 1978.
    static func of(_ values: [Double]) -> Double {
        let variance = variance(values)
        guard variance > 0 else { return 1 }
        var effect = 1.0
        var size = 4
        while values.count / size >= fewestBatches {
            let means = means(values, size)
            let ratio = Self.variance(means) * Double(size) / variance
            let freedom = Double(means.count - 1)
            if ratio > effect, ChiSquared(degreesOfFreedom: freedom).upper(ratio * freedom) < significance {
                effect = ratio
            }
            size *= 4
        }
        return effect
    }

    private static func means(_ values: [Double], _ size: Int) -> [Double] {
        (0..<values.count / size).map { batch in
            values[batch * size..<(batch + 1) * size].reduce(0, +) / Double(size)
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
}
