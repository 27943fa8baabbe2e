/// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (1846; cyclic, H.
///
/// Rutishauser, 1966).
///
/// Slow beyond a few hundred dimensions, but accurate to the last digits and without any library.
package struct SymmetricEigen: Sendable, Equatable {
    /// In descending order.
    package let values: [Double]
    /// Unit vectors, one for each value.
    package let vectors: [[Double]]

    /// Requires a square matrix that is symmetric and finite.
    package init(_ matrix: [[Double]]) {
        var rotation = JacobiRotation(matrix)
        rotation.diagonalize()
        let order = matrix.indices.sorted { (rotation.matrix[$1][$1], $0) < (rotation.matrix[$0][$0], $1) }
        values = order.map { rotation.matrix[$0][$0] }
        vectors = order.map { column in matrix.indices.map { rotation.vectors[$0][column] } }
    }
}

private struct JacobiRotation {
    private(set) var matrix: [[Double]]
    private(set) var vectors: [[Double]]

    init(_ matrix: [[Double]]) {
        self.matrix = matrix
        vectors = matrix.indices.map { row in matrix.indices.map { $0 == row ? 1 : 0 } }
    }

    mutating func diagonalize() {
        for _ in 0..<100 {
            var isDone = true
            for p in matrix.indices {
                for q in matrix.indices where q > p {
                    let scale = 0x1p-53 * (matrix[p][p].magnitude * matrix[q][q].magnitude).squareRoot()
                    guard matrix[p][q].magnitude > max(scale, 1e-300) else { continue }
                    isDone = false
                    rotate(p, q)
                }
            }
            if isDone { return }
        }
    }

    private mutating func rotate(_ p: Int, _ q: Int) {
        let theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
        let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in matrix.indices {
            (matrix[k][p], matrix[k][q]) = (c * matrix[k][p] - s * matrix[k][q], s * matrix[k][p] + c * matrix[k][q])
        }
        for k in matrix.indices {
            (matrix[p][k], matrix[q][k]) = (c * matrix[p][k] - s * matrix[q][k], s * matrix[p][k] + c * matrix[q][k])
            (vectors[k][p], vectors[k][q]) = (
                c * vectors[k][p] - s * vectors[k][q], s * vectors[k][p] + c * vectors[k][q]
            )
        }
        (matrix[p][q], matrix[q][p]) = (0, 0)
    }
}
