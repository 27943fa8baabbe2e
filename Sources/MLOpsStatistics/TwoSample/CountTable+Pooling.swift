extension CountTable {
    /// Returns the table with rare columns pooled, so that each expected count under homogeneity is at least `minimum`.
    ///
    /// The expected count of a column in the smaller sample decides. Rare columns are joined to one; when that one is
    /// still rare, it joins the smallest of the others. Columns without observations vanish.
    package func poolingRare(minimum: Double = 5) -> CountTable {
        let share = Double(min(referenceTotal, currentTotal)) / Double(max(1, total))
        var (kept, pooled) = (CountTable.Columns(), CountTable.Columns.Pair(0, 0))
        for column in 0..<count {
            let pair = (reference[column], current[column])
            if Double(pair.0 + pair.1) * share >= minimum { kept.append(pair) } else { pooled = kept.sum(pooled, pair) }
        }
        if pooled.0 + pooled.1 > 0 {
            if Double(pooled.0 + pooled.1) * share >= minimum || kept.isEmpty {
                kept.append(pooled)
            } else {
                kept.joinSmallest(pooled)
            }
        }
        return CountTable(reference: kept.reference, current: kept.current)
    }

    /// Returns the table with neighbouring columns joined until each expected count is at least `minimum`.
    ///
    /// For columns in order of value: the shape of a distribution is kept better than by one pool of all rare columns.
    package func poolingNeighbours(minimum: Double = 5) -> CountTable {
        let share = Double(min(referenceTotal, currentTotal)) / Double(max(1, total))
        var (kept, open) = (CountTable.Columns(), CountTable.Columns.Pair(0, 0))
        for column in 0..<count {
            open = kept.sum(open, (reference[column], current[column]))
            if Double(open.0 + open.1) * share >= minimum {
                kept.append(open)
                open = (0, 0)
            }
        }
        if open.0 + open.1 > 0 { kept.joinLast(open) }
        return CountTable(reference: kept.reference, current: kept.current)
    }

    private struct Columns {
        typealias Pair = (Int, Int)
        private(set) var reference: [Int] = []
        private(set) var current: [Int] = []

        var isEmpty: Bool { reference.isEmpty }

        func sum(_ a: Pair, _ b: Pair) -> Pair { (a.0 + b.0, a.1 + b.1) }

        mutating func append(_ pair: Pair) {
            reference.append(pair.0)
            current.append(pair.1)
        }

        mutating func joinSmallest(_ pair: Pair) {
            guard let smallest = reference.indices.min(by: { size($0) < size($1) }) else { return append(pair) }
            add(pair, at: smallest)
        }

        mutating func joinLast(_ pair: Pair) {
            isEmpty ? append(pair) : add(pair, at: reference.count - 1)
        }

        private func size(_ index: Int) -> Int { reference[index] + current[index] }

        private mutating func add(_ pair: Pair, at index: Int) {
            reference[index] += pair.0
            current[index] += pair.1
        }
    }
}

extension CountTable {
    /// Returns the table with neighbouring columns joined until each group holds at least `share` of the reference.
    package func groupingNeighbours(share: Double) -> CountTable {
        var (left, right): ([Int], [Int]) = ([], [])
        var isOpen = false
        for column in 0..<count {
            if isOpen {
                left[left.count - 1] += reference[column]
                right[right.count - 1] += current[column]
            } else {
                left.append(reference[column])
                right.append(current[column])
            }
            isOpen = Double(left[left.count - 1]) < share * Double(referenceTotal)
        }
        return CountTable(reference: left, current: right)
    }
}
