/// The directions that hold most of the variance of a reference, to see when new rows leave them.
///
/// Columns are scaled by the reference. Source: NannyML's data reconstruction, here from co-moments alone, so that no row
/// is kept: what is found is the mean squared error, not the mean of its root.
package struct PrincipalComponents: Sendable, Equatable {
    /// Unit vectors that are kept, the one of the largest variance first.
    package let components: [[Double]]
    private let means: [Double]

    /// Keeps the fewest components that hold `share` of the variance; nil below two complete rows or without variance.
    package init?(_ reference: CoMoments, share: Double = 0.65) {
        guard let matrix = Self.covariances(reference) else { return nil }
        let eigen = SymmetricEigen(matrix)
        let total = NeumaierSum.of(eigen.values.lazy.map { max(0, $0) })
        guard total > 0 else { return nil }
        var (held, kept) = (0.0, 0)
        while kept < eigen.values.count, held < share * total {
            held += max(0, eigen.values[kept])
            kept += 1
        }
        components = Array(eigen.vectors[..<kept])
        means = matrix.indices.map { reference.mean($0) ?? 0 }
    }

    /// Returns E‖z − PPᵀz‖², the mean squared distance of rows from the kept directions; nil below two complete rows.
    package func reconstructionError(_ rows: CoMoments) -> Double? {
        guard rows.scales.count == means.count, let matrix = Self.covariances(rows), rows.count > 1 else { return nil }
        let factor = Double(rows.count - 1) / Double(rows.count)
        let shift = means.indices.map { (rows.mean($0) ?? 0) - means[$0] }
        // E zzᵀ around the reference mean is covariance plus shift·shiftᵀ.
        var total = NeumaierSum()
        for column in means.indices { total.add(matrix[column][column] * factor + shift[column] * shift[column]) }
        for component in components {
            let along = NeumaierSum.of(zip(component, shift).lazy.map { $0 * $1 })
            let quadratic = NeumaierSum.of(
                means.indices.lazy.map { row in
                    component[row] * NeumaierSum.of(zip(matrix[row], component).lazy.map { $0 * $1 })
                })
            total.add(-(quadratic * factor + along * along))
        }
        return max(0, total.value)
    }

    private static func covariances(_ moments: CoMoments) -> [[Double]]? {
        let columns = moments.scales.indices
        guard moments.count > 1, !columns.isEmpty else { return nil }
        return columns.map { i in columns.map { j in moments.covariance(i, j) ?? 0 } }
    }
}
