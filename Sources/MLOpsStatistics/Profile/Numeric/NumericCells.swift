/// The cells that the values of a numeric column are counted in: neighbouring intervals (b₋₁, b] up to each boundary b.
///
/// Fitted to a reference once (see ``NumericCells/init(fitting:count:)``), they make every later profile exact, mergeable
/// and subtractable. The first cell is unbounded below, the last one above. A cell of one value, an atom, lies between
/// the next smaller double and the value itself.
package struct NumericCells: Sendable, Equatable {
    /// Strictly ascending and finite; at most 127.
    package let boundaries: [Double]
    // Padded with +∞ to one less than a power of two, for a search without branches.
    let searched: [Double]
    // nil where looking a cell up in it would take longer than the search.
    let table: CellTable?
    // For each cell: the lower end, and 2²⁴/width or 0 where the width is none or infinite.
    let starts: [Double]
    let scales: [Double]

    package static let maximumBoundaries = 127

    /// nil when the boundaries are not finite, strictly ascending and at most 127.
    package init?(boundaries: [Double]) {
        guard boundaries.count <= Self.maximumBoundaries, boundaries.allSatisfy(\.isFinite),
            zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.init(checked: boundaries)
    }

    // The boundaries must be finite, strictly ascending and at most 127.
    init(checked boundaries: [Double]) {
        self.boundaries = boundaries
        var padded = 7
        while padded < boundaries.count { padded = 2 * padded + 1 }
        searched = boundaries + [Double](repeating: .infinity, count: padded - boundaries.count)
        table = CellTable(boundaries)
        starts = [0] + boundaries
        scales = (0...boundaries.count).map { cell in
            guard cell > 0, cell < boundaries.count, boundaries[cell - 1].nextUp < boundaries[cell] else { return 0 }
            let width = boundaries[cell] - boundaries[cell - 1]
            let scale = 0x1p24 / width
            return width.isFinite && scale.isFinite ? scale : 0
        }
    }

    /// The number of cells for finite values.
    package var count: Int { boundaries.count + 1 }

    /// Whether a cell holds one value only.
    package func isAtom(_ cell: Int) -> Bool {
        cell > 0 && cell < boundaries.count && boundaries[cell - 1].nextUp == boundaries[cell]
    }

    /// The lower end, not part of the cell; nil for the first.
    package func lowerEnd(_ cell: Int) -> Double? { cell > 0 ? boundaries[cell - 1] : nil }

    /// The upper end, part of the cell; nil for the last.
    package func upperEnd(_ cell: Int) -> Double? { cell < boundaries.count ? boundaries[cell] : nil }

    /// Returns the cell that holds a finite value.
    package func cell(of value: Double) -> Int {
        searched.withUnsafeBufferPointer { Self.search($0, value) }
    }

    // The number of boundaries below the value, found without branches.
    @inline(__always)
    static func search(_ searched: UnsafeBufferPointer<Double>, _ value: Double) -> Int {
        var base = 0
        var step = (searched.count &+ 1) &>> 1
        while step > 0 {
            // The sign of the difference, because the compiler makes a branch of a comparison, and half of them fail.
            let isBelow = (searched[base &+ step &- 1] - value).bitPattern &>> 63
            base &+= step & (0 &- Int(truncatingIfNeeded: isBelow))
            step &>>= 1
        }
        return base
    }
}
