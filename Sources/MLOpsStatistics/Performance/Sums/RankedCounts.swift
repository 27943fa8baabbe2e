/// How many rows of two kinds have each value, in the order of the values: what every statistic of ranks follows from.
///
/// Exact up to ``mostCells`` different values. Beyond them the lowest bits of all values are dropped, as few as make them
/// fit; how many depends on the set of values alone, so that neither order nor grouping of the rows changes anything.
struct RankedCounts: Sendable, Equatable {
    struct Cell: Sendable, Equatable {
        /// The bits of the value so that they rise with it, without the dropped ones.
        var key: UInt64
        var positives: Int
        var negatives: Int

        var count: Int { positives + negatives }
    }

    static let mostCells = 1 << 15
    // Below it sorting at once costs no more than merging.
    private static let fewestPending = 1 << 12

    private(set) var cells: [Cell] = []
    private(set) var dropped = 0
    // Keys not yet in cells, with all bits.
    private var positives: [UInt64] = []
    private var negatives: [UInt64] = []

    init() {}

    /// Adds a value that is not NaN.
    mutating func add(_ value: Double, isPositive: Bool) {
        let key = Self.key(value)
        if isPositive { positives.append(key) } else { negatives.append(key) }
        if positives.count + negatives.count >= max(Self.fewestPending, cells.count) { settle() }
    }

    mutating func merge(_ other: RankedCounts) {
        settle()
        var other = other.settled
        let bits = max(dropped, other.dropped)
        drop(to: bits)
        other.drop(to: bits)
        merge(other.cells)
    }

    /// With all rows in ``cells``.
    var settled: RankedCounts {
        var copy = self
        copy.settle()
        return copy
    }

    /// The value of a cell: itself when no bits were dropped, else the middle of its values.
    func value(_ cell: Cell) -> Double {
        let low = cell.key << UInt64(dropped)
        return Self.value(key: dropped == 0 ? low : low | 1 << UInt64(dropped - 1))
    }

    static func == (a: RankedCounts, b: RankedCounts) -> Bool {
        let (a, b) = (a.settled, b.settled)
        return a.cells == b.cells && a.dropped == b.dropped
    }

    private mutating func settle() {
        guard !positives.isEmpty || !negatives.isEmpty else { return }
        let shift = UInt64(dropped)
        let found =
            positives.map { Cell(key: $0 >> shift, positives: 1, negatives: 0) }
            + negatives.map { Cell(key: $0 >> shift, positives: 0, negatives: 1) }
        positives.removeAll(keepingCapacity: true)
        negatives.removeAll(keepingCapacity: true)
        merge(found.sorted { $0.key < $1.key })
    }

    // Both must be sorted, with the same bits dropped; `others` may repeat keys.
    private mutating func merge(_ others: [Cell]) {
        var merged: [Cell] = []
        merged.reserveCapacity(cells.count + others.count)
        var (mine, theirs) = (0, 0)
        while mine < cells.count || theirs < others.count {
            let isMine = theirs == others.count || (mine < cells.count && cells[mine].key <= others[theirs].key)
            Self.append(isMine ? cells[mine] : others[theirs], to: &merged)
            if isMine { mine += 1 } else { theirs += 1 }
        }
        cells = merged
        while cells.count > Self.mostCells { drop(to: dropped + 1) }
    }

    private mutating func drop(to bits: Int) {
        guard bits > dropped else { return }
        let shift = UInt64(bits - dropped)
        var coarse: [Cell] = []
        for var cell in cells {
            cell.key >>= shift
            Self.append(cell, to: &coarse)
        }
        (cells, dropped) = (coarse, bits)
    }

    private static func append(_ cell: Cell, to cells: inout [Cell]) {
        guard let last = cells.indices.last, cells[last].key == cell.key else { return cells.append(cell) }
        cells[last].positives += cell.positives
        cells[last].negatives += cell.negatives
    }

    private static let sign: UInt64 = 1 << 63

    private static func key(_ value: Double) -> UInt64 {
        // −0 is 0.
        let bits = (value + 0).bitPattern
        return bits & sign == 0 ? bits | sign : ~bits
    }

    private static func value(key: UInt64) -> Double {
        Double(bitPattern: key & sign == 0 ? ~key : key & ~sign)
    }
}

extension RankedCounts {
    func write(to writer: inout ByteWriter) {
        let settled = settled
        writer.write(settled.dropped)
        writer.write(settled.cells.count)
        var last: UInt64 = 0
        for cell in settled.cells {
            writer.write(word: cell.key &- last)
            writer.write(cell.positives)
            writer.write(cell.negatives)
            last = cell.key
        }
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        dropped = try reader.number(upTo: 63)
        let count = try reader.number(upTo: min(Self.mostCells, reader.remaining / 10))
        var (last, rows): (UInt64, Int) = (0, 0)
        for index in 0..<count {
            let step = try reader.word()
            let (key, overflow) = last.addingReportingOverflow(step)
            guard !overflow, step > 0 || index == 0, key <= UInt64.max >> UInt64(dropped) else {
                throw reader.malformed("a larger value")
            }
            let positives = try reader.number(upTo: PerformanceSums.mostRows - rows)
            let negatives = try reader.number(upTo: PerformanceSums.mostRows - rows - positives)
            cells.append(Cell(key: key, positives: positives, negatives: negatives))
            rows += positives + negatives
            last = key
        }
    }
}
