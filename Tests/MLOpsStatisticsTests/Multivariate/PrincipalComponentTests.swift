import MLOpsStatistics
import Testing

@Suite struct `Many columns together` {
    @Test func `eigenvectors rebuild the matrix`() {
        var random = Xoshiro256StarStar(seed: 11)
        let size = 12
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for i in 0..<size { for j in 0...i { (matrix[i][j], matrix[j][i]) = (random.normal(), 0) } }
        for i in 0..<size { for j in 0..<i { matrix[j][i] = matrix[i][j] } }
        let eigen = SymmetricEigen(matrix)
        for i in 0..<size {
            for j in 0..<size {
                let rebuilt = (0..<size).reduce(0.0) {
                    $0 + eigen.values[$1] * eigen.vectors[$1][i] * eigen.vectors[$1][j]
                }
                #expect(abs(rebuilt - matrix[i][j]) < 1e-12)
            }
        }
        #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test func `a broken correlation raises the reconstruction error, though no column changes`() throws {
        let reference = sample(3000, correlation: 0.9, seed: 1)
        let components = try #require(PrincipalComponents(reference))
        let usual = try #require(components.reconstructionError(sample(1000, correlation: 0.9, seed: 2)))
        let broken = try #require(components.reconstructionError(sample(1000, correlation: 0, seed: 3)))
        #expect(broken > 3 * usual)
        // One component is kept; of two columns of unit variance it leaves 1 − ρ.
        #expect(abs(usual - 0.1) < 0.02)
    }

    @Test func `correlations that changed are named first`() throws {
        let pairs = CorrelationComparison.pairs(
            reference: sample(3000, correlation: 0.9, seed: 4), current: sample(500, correlation: 0.5, seed: 5))
        let pair = try #require(pairs.first)
        #expect(abs(pair.reference - 0.9) < 0.02)
        #expect(pair.test.p < 1e-12)
    }

    @Test func `co-moments are the same bits in any order, and subtract`() {
        var (forward, backward) = (empty, empty)
        let rows = rows(500, correlation: 0.3, seed: 6)
        for row in rows { forward.add(row) }
        for row in rows.reversed() { backward.add(row) }
        #expect(forward == backward)
        var part = empty
        for row in rows[..<200] { part.add(row) }
        forward.subtract(part)
        var rest = empty
        for row in rows[200...] { rest.add(row) }
        #expect(forward == rest)
    }

    @Test func `rows with a missing value are left out`() {
        var moments = empty
        moments.add([1, .nan])
        moments.add([1, 2])
        #expect((moments.count, moments.incomplete) == (1, 1))
        #expect(moments.covariance(0, 1) == nil)
    }

    private var empty: CoMoments {
        CoMoments(scales: [.init(mean: 0, standardDeviation: 1), .init(mean: 0, standardDeviation: 1)])
    }

    private func rows(_ count: Int, correlation: Double, seed: UInt64) -> [[Double]] {
        var random = Xoshiro256StarStar(seed: seed)
        return (0..<count).map { _ in
            let x = random.normal()
            return [x, correlation * x + (1 - correlation * correlation).squareRoot() * random.normal()]
        }
    }

    private func sample(_ count: Int, correlation: Double, seed: UInt64) -> CoMoments {
        var moments = empty
        for row in rows(count, correlation: correlation, seed: seed) { moments.add(row) }
        return moments
    }
}
