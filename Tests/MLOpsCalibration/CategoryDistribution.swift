package import MLOpsStatistics

/// Categories with known probabilities.
package struct CategoryDistribution: Sendable {
    package let names: [[UInt8]]
    private let cumulative: [Double]

    private init(weights: [Double]) {
        names = weights.indices.map { Array("category \($0)".utf8) }
        let total = weights.reduce(0, +)
        var sum = 0.0
        cumulative = weights.map {
            sum += $0 / total
            return sum
        }
    }

    private static let known: [Int: CategoryDistribution] = Dictionary(
        uniqueKeysWithValues: [2, 10, 100, 300, 1000].map { count in
            (count, CategoryDistribution(weights: (1...count).map { 1 / Double($0) }))
        })

    /// Probabilities proportional to 1/rank.
    package static func zipf(_ count: Int) -> CategoryDistribution {
        known[count] ?? CategoryDistribution(weights: (1...count).map { 1 / Double($0) })
    }

    package static func equal(_ count: Int) -> CategoryDistribution {
        CategoryDistribution(weights: [Double](repeating: 1, count: count))
    }

    /// Draws rows; returns how often each category occurs.
    package func counts(_ rows: Int, _ random: inout Xoshiro256StarStar) -> [Int] {
        var counts = [Int](repeating: 0, count: names.count)
        for _ in 0..<rows { counts[category(random.uniform())] += 1 }
        return counts
    }

    package func add(_ counts: [Int], to profile: inout CategoryProfile) {
        for (index, count) in counts.enumerated() where count > 0 {
            names[index].withUnsafeBufferPointer { profile.add(value: $0, count: count) }
        }
    }

    private func category(_ u: Double) -> Int {
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > u { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
