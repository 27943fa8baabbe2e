package import MLOpsStatistics

/// A distribution that the rows of a simulated column are drawn from, independently.
package enum SimulatedColumn: Sendable, Equatable {
    case normal, lognormal, zeroInflated, heavyTailed, wholeNumbers, uniform
    /// Normal, with this share of NaN.
    case missing(Double)
    /// Categories with probabilities proportional to 1/rank, or equal ones.
    case zipf(Int)
    case equalCategories(Int)

    package static let numeric: [SimulatedColumn] = [
        .normal, .lognormal, .zeroInflated, .heavyTailed, .wholeNumbers, .uniform, .missing(0.02), .missing(0.3),
    ]
    package static let categorical: [SimulatedColumn] = [
        .zipf(2), .zipf(10), .zipf(100), .zipf(1000), .equalCategories(3), .equalCategories(30),
        .equalCategories(300),
    ]

    package var name: String {
        switch self {
        case .missing(let share): "normal, \(Int(share * 100)) % NaN"
        case .zipf(let count): "Zipf k=\(count)"
        case .equalCategories(let count): "equal k=\(count)"
        default: "\(self)"
        }
    }

    /// Returns a reference of so many rows, on cells fitted to them.
    package func reference(_ rows: Int, _ random: inout Xoshiro256StarStar) -> ColumnProfile {
        if let categories {
            let counts = categories.counts(rows, &random)
            let seen = counts.indices.filter { counts[$0] > 0 }.map { categories.names[$0] }
            var profile = CategoryProfile(cells: CategoryCells(categories: seen))
            categories.add(counts, to: &profile)
            return .category(profile)
        }
        let values = draw(rows, &random)
        var profile = NumericProfile(cells: NumericCells(fittingSorted: values.filter(\.isFinite).sorted()))
        values.withUnsafeBufferPointer { profile.add(numbers: $0) }
        return .numeric(profile)
    }

    /// Returns a window of so many rows on the cells of a reference; numbers lie `shift` higher.
    package func window(
        _ rows: Int, on reference: ColumnProfile, shift: Double = 0, scale: Double = 1,
        _ random: inout Xoshiro256StarStar
    ) -> ColumnProfile {
        switch reference.emptied {
        case .numeric(var profile):
            var values = draw(rows, &random)
            if shift != 0 || scale != 1 {
                for index in values.indices { values[index] = values[index] * scale + shift }
            }
            values.withUnsafeBufferPointer { profile.add(numbers: $0) }
            return .numeric(profile)
        case .category(var profile):
            if let categories { categories.add(categories.counts(rows, &random), to: &profile) }
            return .category(profile)
        }
    }

    package func draw(_ count: Int, _ random: inout Xoshiro256StarStar) -> [Double] {
        (0..<count).map { _ in draw(&random) }
    }

    private var categories: CategoryDistribution? {
        switch self {
        case .zipf(let count): .zipf(count)
        case .equalCategories(let count): .equal(count)
        default: nil
        }
    }

    private func draw(_ random: inout Xoshiro256StarStar) -> Double {
        switch self {
        case .lognormal: random.logNormal()
        case .zeroInflated: random.uniform() < 0.7 ? 0 : random.normal()
        case .heavyTailed: 1 / (random.uniform() - 0.5)
        case .wholeNumbers: Double(random.below(7) + random.below(7))
        case .uniform: random.uniform()
        case .missing(let share): random.uniform() < share ? .nan : random.normal()
        default: random.normal()
        }
    }
}
