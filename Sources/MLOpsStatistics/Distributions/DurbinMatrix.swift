import RealModule

/// A matrix times a power of ten, so that its powers stay in range.
struct DurbinMatrix {
    private let order: Int
    private(set) var matrix: [Double]
    /// The power of ten that ``matrix`` is to be multiplied by.
    var exponent = 0.0

    /// Durbin's matrix of `order` 2k−1 for n·d = k − remainder, with 0 ≤ remainder < 1.
    init(order: Int, remainder h: Double) {
        self.order = order
        matrix = [Double](repeating: 0, count: order * order)
        var factorials = [1.0]
        for i in 1...(order + 1) { factorials.append(factorials[i - 1] / Double(i)) }
        for row in 0..<order {
            for column in 0..<order where row - column + 1 >= 0 {
                matrix[row * order + column] = factorials[row - column + 1]
            }
        }
        for i in 0..<order {
            let edge = (1 - Double.pow(h, i + 1)) * factorials[i + 1]
            matrix[i * order] = edge
            matrix[(order - 1) * order + order - 1 - i] = edge
        }
        let corner = 1 - 2 * Double.pow(h, order) + Double.pow(max(0, 2 * h - 1), order)
        matrix[(order - 1) * order] = corner * factorials[order]
    }

    func raised(to power: Int) -> DurbinMatrix {
        if power == 1 { return self }
        let half = raised(to: power / 2)
        let square = half.times(half)
        return power % 2 == 0 ? square : square.times(self)
    }

    private func times(_ other: DurbinMatrix) -> DurbinMatrix {
        var product = self
        product.exponent = exponent + other.exponent
        for row in 0..<order {
            for column in 0..<order {
                var sum = 0.0
                for k in 0..<order { sum += matrix[row * order + k] * other.matrix[k * order + column] }
                product.matrix[row * order + column] = sum
            }
        }
        if product.matrix[(order / 2) * order + order / 2] > 1e140 {
            for index in product.matrix.indices { product.matrix[index] *= 1e-140 }
            product.exponent += 140
        }
        return product
    }
}
