import MLOpsStatistics
import Testing

/// Reconstruction from principal components agrees with scikit-learn on the same rows.
@Suite struct `Golden principal components` {
    @Test func `are as many, and leave as much, as those of scikit-learn 1.9`() throws {
        let cases = try GoldenCorpus("components").cases
        #expect(cases.count == 162)
        for golden in cases {
            let recipe = try Recipe(golden.inputs)
            let answers = Dictionary(uniqueKeysWithValues: golden.answers.map { ($0.name, $0.value) })
            let (kept, error) = (try #require(answers["kept"]), try #require(answers["error"]))
            let reference = recipe.moments(recipe.seed, 600, shift: 0)
            let components = try #require(PrincipalComponents(reference, share: recipe.share))
            #expect(components.components.count == Int(kept), "\(golden.inputs)")
            let window = recipe.moments(recipe.seed + 1_000_000, recipe.rows, shift: recipe.shift)
            let found = try #require(components.reconstructionError(window))
            #expect(abs(found - error) <= 1e-10 * max(1, error), "\(golden.inputs): \(found), not \(error)")
        }
    }

    // As `rows` in Golden/components.py.
    private struct Recipe {
        let seed: UInt64
        let columns: Int
        let common: Double
        let share: Double
        let shift: Double
        let rows: Int

        init(_ inputs: [String]) throws {
            seed = try #require(UInt64(inputs[0]))
            columns = try #require(Int(inputs[1]))
            common = try #require(Double(inputs[2]))
            share = try #require(Double(inputs[3]))
            shift = try #require(Double(inputs[4]))
            rows = try #require(Int(inputs[5]))
        }

        func moments(_ seed: UInt64, _ count: Int, shift: Double) -> CoMoments {
            var moments = CoMoments(scales: (0..<columns).map { _ in .init(mean: 0, standardDeviation: 1) })
            var random = Xoshiro256StarStar(seed: seed)
            for _ in 0..<count {
                let factor = GoldenSample.nearlyNormal(&random)
                let own = (0..<columns).map { GoldenSample.nearlyNormal(&random) * (1 - common) * Double($0 + 1) }
                moments.add(own.enumerated().map { factor * common + $1 + ($0 == 0 ? shift : 0) })
            }
            return moments
        }
    }
}
