/// Two profiles of one column side by side, as the tables that statistics are computed from.
struct ComparedCells {
    /// Finite values by cell in ascending order, or categories; cells that are empty in both are left out.
    let values: CountTable
    /// For a numeric column, the pooled mean of each column of ``values``.
    let positions: [Double]?
    /// Categories: the cell that each column of ``values`` came from.
    let cells: [Int]
    /// Rows without an ordinary value by kind, null first; in two rows of one length.
    let special: CountTable
    /// For categories: what is new, and what may be expected to be.
    let rarity: CategoryRarity?

    init(_ reference: NumericProfile, _ current: NumericProfile) {
        let filled = reference.counts.indices.filter { reference.counts[$0] + current.counts[$0] > 0 }
        values = CountTable(reference: filled.map { reference.counts[$0] }, current: filled.map { current.counts[$0] })
        positions = filled.map { Self.pooledMean($0, reference, current) }
        cells = filled
        special = CountTable(reference: reference.special.inOrder, current: current.special.inOrder)
        rarity = nil
    }

    init(_ reference: CategoryProfile, _ current: CategoryProfile) {
        let filled = reference.counts.indices.filter { reference.counts[$0] + current.counts[$0] > 0 }
        values = CountTable(reference: filled.map { reference.counts[$0] }, current: filled.map { current.counts[$0] })
        positions = nil
        cells = filled
        special = CountTable(
            reference: [reference.nulls, reference.invalid], current: [current.nulls, current.invalid])
        rarity = CategoryRarity(reference, current)
    }

    /// nil when the profiles are of different kinds or cells.
    static func of(_ reference: ColumnProfile, _ current: ColumnProfile) -> ComparedCells? {
        switch (reference, current) {
        case (.numeric(let a), .numeric(let b)) where a.cells == b.cells: ComparedCells(a, b)
        case (.category(let a), .category(let b)) where a.cells == b.cells: ComparedCells(a, b)
        default: nil
        }
    }

    /// All rows: values and then what is none, without columns that are empty in both.
    var all: CountTable { joined(values) }

    /// What homogeneity is tested on: as ``all``, but categories that are too rare to be told from new ones in one column.
    var tested: CountTable { rarity.map { joined($0.lumped(values, cells)) } ?? all }

    /// What is shown to people: at most ten groups of equal mass of a numeric column, or all categories, and what is none.
    var shown: CountTable { joined(positions == nil ? values : values.groupingNeighbours(share: 0.1)) }

    private func joined(_ values: CountTable) -> CountTable {
        let filled = (0..<special.count).filter { special.reference[$0] + special.current[$0] > 0 }
        return CountTable(
            reference: values.reference + filled.map { special.reference[$0] },
            current: values.current + filled.map { special.current[$0] })
    }

    /// Rows that are null, among all.
    var nulls: (reference: Proportion, current: Proportion) {
        (
            Proportion(events: special.reference[0], trials: values.referenceTotal + special.referenceTotal),
            Proportion(events: special.current[0], trials: values.currentTotal + special.currentTotal)
        )
    }

    /// Rows without an ordinary value, among all.
    var missing: (reference: Proportion, current: Proportion) {
        (
            Proportion(events: special.referenceTotal, trials: values.referenceTotal + special.referenceTotal),
            Proportion(events: special.currentTotal, trials: values.currentTotal + special.currentTotal)
        )
    }

    private static func pooledMean(_ cell: Int, _ a: NumericProfile, _ b: NumericProfile) -> Double {
        guard let first = a.mean(of: cell) else { return b.mean(of: cell) ?? 0 }
        guard let second = b.mean(of: cell) else { return first }
        let share = Double(b.counts[cell]) / Double(a.counts[cell] + b.counts[cell])
        return first * (1 - share) + second * share
    }
}
