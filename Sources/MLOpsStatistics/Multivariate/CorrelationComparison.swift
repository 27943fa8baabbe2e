/// Which pairs of columns hang together differently than in the reference.
package enum CorrelationComparison {
    package struct Pair: Sendable, Equatable {
        package let first: Int
        package let second: Int
        package let reference: Double
        package let current: Double
        package let test: TestResult
    }

    /// Returns all pairs that can be compared, the most significant first; on equal p in the order of columns.
    package static func pairs(reference: CoMoments, current: CoMoments) -> [Pair] {
        var pairs: [Pair] = []
        let columns = min(reference.scales.count, current.scales.count)
        for second in 0..<columns {
            for first in 0..<second {
                guard let before = reference.correlation(first, second), let now = current.correlation(first, second),
                    let test = CorrelationShift.test(
                        reference: before, count: reference.count, current: now, count: current.count)
                else { continue }
                pairs.append(Pair(first: first, second: second, reference: before, current: now, test: test))
            }
        }
        return pairs.sorted { ($0.test.p, $0.second, $0.first) < ($1.test.p, $1.second, $1.first) }
    }
}
