import MLOpsStatistics

extension TableSummary.Column {
    /// Cells fitted to the column, without rows.
    var cells: ColumnProfile {
        if family.isOrdered {
            .numeric(NumericProfile(cells: NumericCells(fitting: fitted)))
        } else {
            .category(CategoryProfile(cells: categoryCells))
        }
    }

    /// The profile, if the summary has kept all that it takes; else a second pass has to count.
    var exactProfile: ColumnProfile? {
        guard isExact else { return nil }
        if family.isOrdered {
            var profile = NumericProfile(cells: NumericCells(fitting: fitted))
            sample.withUnsafeBufferPointer { profile.add(numbers: $0) }
            profile.add(special)
            return .numeric(profile)
        }
        var profile = CategoryProfile(cells: categoryCells)
        for item in frequent.items { item.text.withUnsafeBufferPointer { profile.add(value: $0, count: item.count) } }
        profile.add(nulls: special.nulls, invalid: special.invalid)
        return .category(profile)
    }

    /// The profile from what was kept beside the summary; nil when that is not enough.
    func profile(of leftovers: ColumnLeftovers) -> ColumnProfile? {
        guard family.isOrdered, let moments = leftovers.moments else { return nil }
        var profile = NumericProfile(cells: NumericCells(fitting: fitted))
        if let values = leftovers.values {
            values.forEachBlock { profile.count($0) }
        } else {
            guard frequent.isComplete, profile.cells.bounded(minimum, maximum) else { return nil }
            for item in frequent.items {
                if let number = item.number { profile.count(number, occurrences: item.count) }
            }
        }
        profile.add(moments, special)
        return .numeric(profile)
    }

    // All distinct values if they are known, else the sampled ones and the extremes, so that nothing of the reference lies
    // in the cells beyond it.
    private var fitted: [(value: Double, occurrences: Int)] {
        if frequent.isComplete, !isExact {
            return frequent.items.compactMap { item in item.number.map { ($0, item.count) } }
                .sorted { $0.value < $1.value }
        }
        var runs: [(value: Double, occurrences: Int)] = []
        for value in sample {
            if let last = runs.last, last.value == value {
                runs[runs.count - 1].occurrences += 1
            } else {
                runs.append((value, 1))
            }
        }
        if let minimum, minimum < runs.first?.value ?? .infinity { runs.insert((minimum, 1), at: 0) }
        if let maximum, maximum > runs.last?.value ?? -.infinity { runs.append((maximum, 1)) }
        return runs
    }

    // In the order of bytes, so that they do not depend on the order of rows.
    private var categoryCells: CategoryCells {
        let kept = frequent.isComplete ? frequent.items : Array(frequent.items.prefix(Self.keptOfMany))
        let sorted = kept.map(\.text).sorted { $0.lexicographicallyPrecedes($1) }
        return CategoryCells(categories: sorted, isTruncated: !frequent.isComplete)
    }

    /// How many categories have a cell when there are too many for each to have one.
    private static let keptOfMany = CategorySummary.keptOfMany
}

extension NumericCells {
    /// Whether both extremes lie in bounded cells.
    fileprivate func bounded(_ minimum: Double?, _ maximum: Double?) -> Bool {
        guard let minimum, let maximum else { return false }
        return cell(of: minimum) > 0 && cell(of: maximum) < count - 1
    }
}

extension NumericProfile {
    /// Adds rows without an ordinary value.
    fileprivate mutating func add(_ counts: SpecialCounts) {
        add(repeating: 0, state: .null, count: counts.nulls)
        add(repeating: 0, state: .invalid, count: counts.invalid)
        add(repeating: .nan, state: .value, count: counts.nans)
        add(repeating: .infinity, state: .value, count: counts.positiveInfinities)
        add(repeating: -.infinity, state: .value, count: counts.negativeInfinities)
    }

    mutating func add(repeating value: Double, state: CellState, count: Int) {
        guard count > 0 else { return }
        let values = [Double](repeating: value, count: min(count, 4096))
        let states = [UInt8](repeating: state.rawValue, count: values.count)
        for start in stride(from: 0, to: count, by: values.count) {
            let part = 0..<min(values.count, count - start)
            values[part].withUnsafeBufferPointer { values in
                states[part].withUnsafeBufferPointer { add(numbers: values, states: $0) }
            }
        }
    }
}

extension CategoryProfile {
    /// Adds rows without a value.
    mutating func add(nulls: Int, invalid: Int) {
        add(state: .null, count: nulls)
        add(state: .invalid, count: invalid)
    }

    private mutating func add(state: CellState, count: Int) {
        guard count > 0 else { return }
        let states = [UInt8](repeating: state.rawValue, count: min(count, 4096))
        let offsets = [UInt32](repeating: 0, count: states.count + 1)
        for start in stride(from: 0, to: count, by: states.count) {
            let rows = min(states.count, count - start)
            states[..<rows].withUnsafeBufferPointer { states in
                offsets[...rows].withUnsafeBufferPointer { offsets in
                    add(bytes: UnsafeBufferPointer(start: nil, count: 0), offsets: offsets, states: states)
                }
            }
        }
    }
}
