/// Finds the cell of a value from where the value lies in the range of the boundaries, without searching.
///
/// The range is cut into equal parts. A value's part tells how many boundaries lie in lower parts; only those in the same
/// part have to be compared, and in cells of equal mass they are few. Rounding does no harm: the part never falls while
/// the value rises, so a boundary in a lower part is a smaller number, whatever was rounded.
struct CellTable: Sendable, Equatable {
    /// Parts, the first and the last of which are open: values outside the range are theirs.
    private static let size = 1024
    /// More boundaries than this in one part, and the search is faster.
    private static let mostInPart = 4

    // The part is value·scale + bias: as numbers from 2⁵² on are whole ones, and the low bits of it the part itself.
    private let scale: Double
    private let bias: Double
    /// Whether no part but the open ones has more than one boundary.
    private let isFine: Bool
    /// For each part, how many boundaries lie in lower ones.
    private let lower: [UInt8]
    /// The boundaries and +∞, so that every comparison with a finite value ends.
    private let ends: [Double]

    /// nil when the boundaries lie so unevenly that the table would not help.
    ///
    /// - Parameter boundaries: strictly ascending and finite; at most 127.
    init?(_ boundaries: [Double]) {
        // From the least value to the largest, where that leaves the boundaries apart; else without the rare ones at the ends.
        guard let table = CellTable(boundaries, far: 2, most: 1) ?? CellTable(boundaries, far: 3, most: Self.mostInPart)
        else { return nil }
        self = table
    }

    /// - Parameters:
    ///   - far: How many boundaries at either end are not in the range, because they lie far apart.
    ///   - most: How many may be in one part.
    private init?(_ boundaries: [Double], far: Int, most: Int) {
        let far = boundaries.count > 4 * far ? far : 0
        let inner = boundaries[far..<boundaries.count - far]
        guard let least = inner.first, let largest = inner.last, least < largest else { return nil }
        let scale = Double(Self.size - 3) / (largest - least)
        guard scale > 0, scale.isFinite else { return nil }
        let bias = Self.first + (1 - least * scale)
        var inPart = [Int](repeating: 0, count: Self.size)
        for boundary in boundaries { inPart[Self.part(boundary, scale, bias, Self.last)] += 1 }
        guard let fullest = inPart[1..<Self.size - 1].max(), fullest <= most else { return nil }
        self.scale = scale
        self.bias = bias
        isFine = fullest <= 1
        ends = boundaries + [.infinity]
        var below = 0
        lower = inPart.map { count in
            defer { below += count }
            return UInt8(truncatingIfNeeded: below)
        }
    }

    /// A table laid open for a loop.
    struct Lookup {
        private let scale: Double
        private let bias: Double
        private let isFine: Bool
        // No constant, of which the compiler would make a branch.
        private let last: Double
        private let lower: UnsafeBufferPointer<UInt8>
        private let ends: UnsafeBufferPointer<Double>

        fileprivate init(
            _ table: CellTable, _ lower: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<Double>
        ) {
            (scale, bias, isFine) = (table.scale, table.bias, table.isFine)
            last = CellTable.first + Double(lower.count - 1)
            (self.lower, self.ends) = (lower, ends)
        }

        /// Returns the number of boundaries below a finite value.
        @inline(__always)
        func cell(of value: Double) -> Int {
            var cell = Int(lower[CellTable.part(value, scale, bias, last)])
            // Mostly there is one boundary in the part, or an atom's two: so far without branches.
            cell &+= Self.isBelow(ends[cell], value)
            if !isFine { cell &+= Self.isBelow(ends[cell], value) }
            while ends[cell] < value { cell &+= 1 }
            return cell
        }

        @inline(__always)
        private static func isBelow(_ boundary: Double, _ value: Double) -> Int { boundary < value ? 1 : 0 }
    }

    func withLookup<Result>(_ body: (Lookup) -> Result) -> Result {
        lower.withUnsafeBufferPointer { lower in
            ends.withUnsafeBufferPointer { ends in body(Lookup(self, lower, ends)) }
        }
    }

    fileprivate static let first = 0x1p52
    private static let last = first + Double(size - 1)

    // Not NaN: the product may be infinite, and the bias is not.
    @inline(__always)
    fileprivate static func part(_ value: Double, _ scale: Double, _ bias: Double, _ last: Double) -> Int {
        let place = value * scale + bias
        let fromFirst = place > first ? place : first
        let part = fromFirst < last ? fromFirst : last
        return Int(truncatingIfNeeded: part.bitPattern & UInt64(size - 1))
    }
}
