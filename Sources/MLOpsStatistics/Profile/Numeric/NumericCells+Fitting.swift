extension NumericCells {
    /// Fits cells to a reference: equal mass, each frequent value alone, and two wider cells beyond either extreme.
    ///
    /// A value whose share is at least 1/`count` becomes an atom, so that ties are seen and never blur a cell. The rest is
    /// cut at quantiles into cells of at least 1/`count` of the mass. Beyond the extremes lie cells of one and of eight
    /// more ranges, and all further out.
    /// - Parameter values: the distinct finite values in ascending order, each with its positive number of occurrences.
    package init(fitting values: [(value: Double, occurrences: Int)], count: Int = 32) {
        let total = values.reduce(0) { $0 + $1.occurrences }
        var fit = Fit(share: Double(total) / Double(max(1, min(count, 32))))
        for (value, occurrences) in values { fit.add(value, occurrences) }
        if let least = values.first?.value, let largest = values.last?.value {
            fit.close(at: largest)
            fit.addFarCells(least, largest)
        }
        self.init(checked: fit.boundaries)
    }

    /// Fits cells to a sorted sample of finite values.
    package init(fittingSorted sorted: [Double], count: Int = 32) {
        var distinct: [(value: Double, occurrences: Int)] = []
        for value in sorted {
            if let last = distinct.last, last.value == value {
                distinct[distinct.count - 1].occurrences += 1
            } else {
                distinct.append((value, 1))
            }
        }
        self.init(fitting: distinct, count: count)
    }

    private struct Fit {
        let share: Double
        private(set) var boundaries: [Double] = []
        private var open = 0
        private var last: Double?

        init(share: Double) { self.share = share }

        mutating func add(_ value: Double, _ occurrences: Int) {
            if Double(occurrences) >= share {
                cut(at: value.nextDown)
                cut(at: value)
                open = 0
            } else {
                open += occurrences
                if Double(open) >= share { close(at: value) }
            }
            last = value
        }

        mutating func close(at value: Double) {
            cut(at: value)
            open = 0
        }

        mutating func addFarCells(_ least: Double, _ largest: Double) {
            let range = max(largest - least, abs(least) * 0x1p-20, abs(largest) * 0x1p-20, 0x1p-1000)
            let floor = least.nextDown
            var below = [least - 9 * range, least - range].filter { $0.isFinite && $0 < floor }
            if floor.isFinite, boundaries.first.map({ floor < $0 }) ?? true { below.append(floor) }
            boundaries = below + boundaries
            for far in [largest + range, largest + 9 * range] where far.isFinite { cut(at: far) }
        }

        private mutating func cut(at value: Double) {
            guard value.isFinite, boundaries.last.map({ $0 < value }) ?? true else { return }
            boundaries.append(value)
        }
    }
}
