import MLOpsStatistics

/// Categories with probabilities proportional to 1/rank.
struct Zipf {
    let cells: CategoryCells
    private let cumulative: [Double]
    private let names: [[UInt8]]

    init(_ count: Int) {
        names = (0..<count).map { Array("category \($0)".utf8) }
        cells = CategoryCells(categories: names)
        let total = (1...count).reduce(0.0) { $0 + 1 / Double($1) }
        var sum = 0.0
        cumulative = (1...count).map {
            sum += 1 / Double($0) / total
            return sum
        }
    }

    func profile(_ rows: Int, _ random: inout Xoshiro256StarStar) -> CategoryProfile {
        var counts = [Int](repeating: 0, count: names.count)
        for _ in 0..<rows { counts[category(random.uniform())] += 1 }
        var profile = CategoryProfile(cells: cells)
        for (index, count) in counts.enumerated() where count > 0 {
            names[index].withUnsafeBufferPointer { profile.add(value: $0, count: count) }
        }
        return profile
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
