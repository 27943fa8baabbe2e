import MLOpsStatistics

/// Where the values of a simulated column come from.
enum SimulatedColumn: CaseIterable {
    case normal, lognormal, zeroInflated, heavyTailed, wholeNumbers, withMissing

    func draw(_ random: inout Xoshiro256StarStar) -> Double {
        switch self {
        case .normal: random.normal()
        case .lognormal: random.normal() * random.normal().magnitude
        case .zeroInflated: random.uniform() < 0.7 ? 0 : random.normal()
        case .heavyTailed: 1 / (random.uniform() - 0.5)
        case .wholeNumbers: Double(random.below(7) + random.below(7))
        case .withMissing: random.uniform() < 0.3 ? .nan : random.normal()
        }
    }

    func draw(_ count: Int, _ random: inout Xoshiro256StarStar) -> [Double] {
        (0..<count).map { _ in draw(&random) }
    }

    /// A reference of `count` values, with cells fitted to it.
    static func reference(_ values: [Double]) -> NumericProfile {
        var profile = NumericProfile(cells: NumericCells(fittingSorted: values.filter(\.isFinite).sorted()))
        values.withUnsafeBufferPointer { profile.add(numbers: $0) }
        return profile
    }

    static func window(_ values: [Double], on cells: NumericCells) -> NumericProfile {
        var profile = NumericProfile(cells: cells)
        values.withUnsafeBufferPointer { profile.add(numbers: $0) }
        return profile
    }
}
