/// L of a symmetric, positive definite matrix A = L·Lᵀ.
struct Cholesky: Sendable {
    private let lower: [[Double]]

    /// nil: the matrix is not positive definite, as far as its numbers tell.
    init?(_ matrix: [[Double]]) {
        var lower = matrix
        for column in matrix.indices {
            for row in column..<matrix.count {
                var sum = matrix[row][column]
                for k in 0..<column { sum -= lower[row][k] * lower[column][k] }
                if row == column {
                    guard sum > 0, sum.isFinite else { return nil }
                    lower[column][column] = sum.squareRoot()
                } else {
                    lower[row][column] = sum / lower[column][column]
                }
            }
        }
        self.lower = lower
    }

    /// x of A·x = b.
    func solve(_ b: [Double]) -> [Double] {
        var x = b
        for row in x.indices {
            for k in 0..<row { x[row] -= lower[row][k] * x[k] }
            x[row] /= lower[row][row]
        }
        for row in x.indices.reversed() {
            for k in (row + 1)..<x.count { x[row] -= lower[k][row] * x[k] }
            x[row] /= lower[row][row]
        }
        return x
    }
}
