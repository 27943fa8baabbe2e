/// A sample of whole rows of numbers, from which correlations with the label are told.
///
/// Which rows it holds depends on their numbers alone.
struct LeakageSample: Sendable {
    private let width: Int
    private let capacity: Int
    private var level = 0
    private var rows: [Row] = []

    private struct Row: Sendable {
        let hash: UInt64
        /// NaN where there is no number.
        var values: [Double]
    }

    /// - Parameter width: how many columns a row has.
    init(width: Int) {
        self.width = width
        capacity = max(256, min(2048, 400_000 / max(1, width)))
    }

    /// Makes room for the batch's rows that are kept; returns their places in the batch and the first one's here.
    mutating func begin(firstRow: Int, rowCount: Int) -> (batchRows: [Int], offset: Int) {
        if rows.count > capacity { thin() }
        let offset = rows.count
        var kept: [Int] = []
        for row in 0..<rowCount {
            let hash = SplitMix64.mix(UInt64(truncatingIfNeeded: firstRow &+ row) &+ 0x510e_527f_ade6_82d1)
            guard hash.leadingZeroBitCount >= level else { continue }
            kept.append(row)
            rows.append(Row(hash: hash, values: [Double](repeating: .nan, count: width)))
        }
        return (kept, offset)
    }

    mutating func set(_ value: Double, row: Int, column: Int) { rows[row].values[column] = value }

    mutating func merge(_ other: LeakageSample) {
        level = max(level, other.level)
        rows += other.rows
        keepLevel()
        while rows.count > capacity { thin() }
    }

    /// Returns the correlation of two columns over the rows where both have a number; nil for fewer than 50 rows or a
    /// constant.
    func correlation(_ a: Int, _ b: Int) -> Double? {
        var sample = self
        while sample.rows.count > capacity { sample.thin() }
        let pairs = sample.rows.sorted { $0.hash < $1.hash }.map { ($0.values[a], $0.values[b]) }
            .filter { $0.0.isFinite && $0.1.isFinite }
        guard pairs.count >= 50 else { return nil }
        let n = Double(pairs.count)
        let (meanA, meanB) = (pairs.reduce(0) { $0 + $1.0 / n }, pairs.reduce(0) { $0 + $1.1 / n })
        var (aa, bb, ab) = (0.0, 0.0, 0.0)
        // Scaled, so that squares of large numbers do not overflow.
        let scaleA = pairs.reduce(0) { max($0, ($1.0 - meanA).magnitude) }
        let scaleB = pairs.reduce(0) { max($0, ($1.1 - meanB).magnitude) }
        guard scaleA > 0, scaleB > 0, scaleA.isFinite, scaleB.isFinite else { return nil }
        for (x, y) in pairs {
            let (u, v) = ((x - meanA) / scaleA, (y - meanB) / scaleB)
            (aa, bb, ab) = (aa + u * u, bb + v * v, ab + u * v)
        }
        return max(-1, min(1, ab / (aa.squareRoot() * bb.squareRoot())))
    }

    private mutating func thin() {
        level += 1
        keepLevel()
    }

    /// Not by `removeAll(where:)`, which the compiler did not always turn into the same instructions here, so that packages
    /// of the same sources differed.
    private mutating func keepLevel() { rows = rows.filter { $0.hash.leadingZeroBitCount >= level } }
}
