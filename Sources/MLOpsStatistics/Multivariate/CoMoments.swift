/// Sums of products of the columns of a table, in whole numbers, so that they add and subtract exactly.
///
/// A value is its distance from the reference mean in reference standard deviations, cut to ±32 and rounded to 2⁻¹². Rows
/// with a value missing are left out, and counted.
package struct CoMoments: Sendable, Equatable {
    /// How each column is scaled: value ↦ (value − origin)·scale.
    package struct Scale: Sendable, Equatable, Codable {
        package let origin: Double
        package let scale: Double

        /// One that makes nothing of a column whose deviation is not positive.
        package init(mean: Double, standardDeviation: Double) {
            origin = mean
            scale = standardDeviation > 0 && (1 / standardDeviation).isFinite ? 1 / standardDeviation : 0
        }
    }

    package let scales: [Scale]
    /// Complete rows.
    package private(set) var count = 0
    /// Rows with a value missing.
    package private(set) var incomplete = 0
    private var sums: [Int]
    // The lower triangle, row by row: products of columns i ≥ j at i·(i+1)/2 + j.
    private var products: [Int]

    private static let unit = 4096.0
    private static let limit = 32.0

    package init(scales: [Scale]) {
        self.scales = scales
        sums = [Int](repeating: 0, count: scales.count)
        products = [Int](repeating: 0, count: scales.count * (scales.count + 1) / 2)
    }

    /// Adds a row: one value for each column, NaN where it is missing; requires as many values as columns.
    package mutating func add(row values: UnsafeBufferPointer<Double>) {
        precondition(values.count == scales.count, "a row has a value for each column")
        withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, values.count)) { row in
            for index in 0..<values.count {
                let z = (values[index] - scales[index].origin) * scales[index].scale
                guard z.isFinite else {
                    incomplete += 1
                    return
                }
                row[index] = Int((min(Self.limit, max(-Self.limit, z)) * Self.unit).rounded())
            }
            add(scaled: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(row)[..<values.count]))
        }
    }

    private mutating func add(scaled row: UnsafeBufferPointer<Int>) {
        count += 1
        var place = 0
        for i in 0..<row.count {
            sums[i] &+= row[i]
            for j in 0...i { products[place &+ j] &+= row[i] &* row[j] }
            place &+= i &+ 1
        }
    }

    package mutating func add(_ row: [Double]) { row.withUnsafeBufferPointer { add(row: $0) } }

    package mutating func merge(_ other: CoMoments) { combine(other, 1) }

    /// Undoes a ``merge(_:)``.
    package mutating func subtract(_ other: CoMoments) { combine(other, -1) }

    private mutating func combine(_ other: CoMoments, _ sign: Int) {
        precondition(scales == other.scales, "co-moments add up only on the same scales")
        count += sign * other.count
        incomplete += sign * other.incomplete
        for index in sums.indices { sums[index] &+= sign &* other.sums[index] }
        for index in products.indices { products[index] &+= sign &* other.products[index] }
    }

    /// The mean of a column, in reference standard deviations from the reference mean; nil without rows.
    package func mean(_ column: Int) -> Double? {
        count > 0 ? Double(sums[column]) / Double(count) / Self.unit : nil
    }

    /// The covariance of two scaled columns (n − 1 in the denominator); nil below two rows.
    package func covariance(_ a: Int, _ b: Int) -> Double? {
        guard count > 1 else { return nil }
        let (i, j) = (max(a, b), min(a, b))
        // n·Σxy − Σx·Σy in whole numbers: no cancellation.
        let numerator = Int128(count) * Int128(products[i * (i + 1) / 2 + j]) - Int128(sums[i]) * Int128(sums[j])
        return Double(wide: numerator) / (Double(count) * Double(count - 1) * Self.unit * Self.unit)
    }

    /// The correlation of two columns; nil below two rows, or when either is constant.
    package func correlation(_ a: Int, _ b: Int) -> Double? {
        guard let both = covariance(a, b), let first = covariance(a, a), let second = covariance(b, b), first > 0,
            second > 0
        else { return nil }
        return min(1, max(-1, both / (first.squareRoot() * second.squareRoot())))
    }
}
