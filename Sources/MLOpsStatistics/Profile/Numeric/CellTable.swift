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
    /// How many boundaries at either end are not in the range, because they lie far apart.
    private static let far = 3

    private let start: Double
    private let scale: Double
    /// For each part, how many boundaries lie in lower ones.
    private let lower: [UInt8]
    /// The boundaries and +∞, so that every comparison with a finite value ends.
    private let ends: [Double]

    /// nil when the boundaries lie so unevenly that the table would not help.
    ///
    /// - Parameter boundaries: strictly ascending and finite; at most 127.
    init?(_ boundaries: [Double]) {
        let far = boundaries.count > 4 * Self.far ? Self.far : 0
        let inner = boundaries[far..<boundaries.count - far]
        guard let least = inner.first, let largest = inner.last, least < largest else { return nil }
        let scale = Double(Self.size - 3) / (largest - least)
        guard scale > 0, scale.isFinite else { return nil }
        start = least
        self.scale = scale
        ends = boundaries + [.infinity]
        var inPart = [Int](repeating: 0, count: Self.size)
        for boundary in boundaries { inPart[Self.part(boundary, least, scale)] += 1 }
        guard inPart[1..<Self.size - 1].allSatisfy({ $0 <= Self.mostInPart }) else { return nil }
        var below = 0
        lower = inPart.map { count in
            defer { below += count }
            return UInt8(truncatingIfNeeded: below)
        }
    }

    /// A table laid open for a loop.
    struct Lookup {
        private let start: Double
        private let scale: Double
        private let lower: UnsafeBufferPointer<UInt8>
        private let ends: UnsafeBufferPointer<Double>

        fileprivate init(
            _ table: CellTable, _ lower: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<Double>
        ) {
            (start, scale) = (table.start, table.scale)
            (self.lower, self.ends) = (lower, ends)
        }

        /// Returns the number of boundaries below a finite value.
        @inline(__always)
        func cell(of value: Double) -> Int {
            var cell = Int(lower[CellTable.part(value, start, scale)])
            // Mostly there is one boundary in the part, or an atom's two: so far without branches.
            cell &+= Self.isBelow(ends[cell], value)
            cell &+= Self.isBelow(ends[cell], value)
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

    // Rounded by the low bits of the sum with 2⁵²; not NaN, because everything but the difference is finite and not 0.
    @inline(__always)
    fileprivate static func part(_ value: Double, _ start: Double, _ scale: Double) -> Int {
        let place = (value - start) * scale + 1
        let bounded = place > 0 ? place : 0
        let part = (bounded < Double(size - 1) ? bounded : Double(size - 1)) + 0x1p52
        return Int(truncatingIfNeeded: part.bitPattern & UInt64(size - 1))
    }
}
