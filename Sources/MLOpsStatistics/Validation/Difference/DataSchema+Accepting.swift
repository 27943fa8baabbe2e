extension DataSchema {
    /// Returns the schema with changes that accept what was seen, as the next version.
    ///
    /// - Parameters:
    ///   - inferred: the rules of a column as the data has them, for columns that are new or of another type.
    ///   - by: who accepts it; on one line.
    ///   - at: microseconds since 1970-01-01 UTC.
    package func accepting(
        _ fixes: [SchemaFix], inferred: (String) -> ColumnRules?, by: String?, at: Int64?
    ) -> DataSchema {
        var schema = self
        for fix in fixes { schema.apply(fix, inferred) }
        guard schema != self else { return self }
        schema.version += 1
        schema.acceptedBy = by
        schema.acceptedAt = at
        return schema
    }

    private mutating func apply(_ fix: SchemaFix, _ inferred: (String) -> ColumnRules?) {
        switch fix {
        case .column(let name, let fix):
            if let index = index(of: name) { columns[index].apply(fix) }
        case .add(let name):
            guard index(of: name) == nil, let rules = inferred(name) else { return }
            columns.append(rules)
        case .infer(let name):
            guard let index = index(of: name), let rules = inferred(name) else { return }
            columns[index] = rules.keepingUse(of: columns[index])
        case .rename(let name, let new): rename(name, to: new)
        case .dataset(let fix): dataset.apply(fix)
        }
    }

    private mutating func rename(_ name: String, to new: String) {
        guard let index = index(of: name), self.index(of: new) == nil else { return }
        columns[index].name = new
        let renamed = { (other: String) in other == name ? new : other }
        dataset.key = dataset.key.map(renamed)
        dataset.time = dataset.time.map(renamed)
        dataset.label = dataset.label.map(renamed)
        for index in dataset.comparisons.indices {
            dataset.comparisons[index].left = renamed(dataset.comparisons[index].left)
            dataset.comparisons[index].right = renamed(dataset.comparisons[index].right)
        }
        for index in environments.indices {
            environments[index].required = environments[index].required.map(renamed)
            environments[index].forbidden = environments[index].forbidden.map(renamed)
        }
    }
}

extension ColumnRules {
    /// These rules with what a person said of the column's use.
    fileprivate func keepingUse(of old: ColumnRules) -> ColumnRules {
        var rules = self
        rules.description = old.description
        rules.isRequired = old.isRequired
        rules.watchesDrift = old.watchesDrift
        rules.weight = old.weight
        rules.isPersonal = old.isPersonal
        rules.severities.merge(old.severities) { _, old in old }
        return rules
    }

    fileprivate mutating func apply(_ fix: SchemaFix.ColumnFix) {
        switch fix {
        case .optional: isRequired = false
        case .nullable(let rate): nullable = max(nullable, rate)
        case .invalid(let rate): maximumInvalid = max(maximumInvalid, rate)
        case .nan(let rate): maximumNaN = max(maximumNaN, rate)
        case .infinite(let rate): maximumInfinite = max(maximumInfinite, rate)
        case .outside(let rate): maximumOutside = max(maximumOutside, rate)
        case .unseen(let rate): maximumUnseen = max(maximumUnseen, rate)
        case .range(let range): self.range = range
        case .length(let range): length = range
        case .domain(let values): domain = values.map { (domain ?? []) + $0.filter { domain?.contains($0) != true } }
        case .noPattern: pattern = nil
        case .notUnique: isUnique = false
        case .mayBeConstant: varies = false
        case .median(let median): self.median = median
        case .lag(let span): maximumLag = span
        case .future(let span): maximumFuture = span
        case .noMonotone: monotone = nil
        }
    }
}

extension DatasetRules {
    fileprivate mutating func apply(_ fix: SchemaFix.DatasetFix) {
        switch fix {
        case .minimumRows(let rows): minimumRows = min(minimumRows ?? rows, rows)
        case .maximumRows(let rows): maximumRows = max(maximumRows ?? rows, rows)
        case .malformed(let rate): maximumMalformed = max(maximumMalformed, rate)
        case .duplicateRows(let rate): maximumDuplicateRows = max(maximumDuplicateRows ?? 0, rate)
        case .staleness(let span): maximumStaleness = span
        case .noKey: key = []
        case .freeOrder: order = .free
        case .noVolume: volume = nil
        case .comparison(let index, let rate):
            guard comparisons.indices.contains(index) else { return }
            comparisons[index].maximumRate = max(comparisons[index].maximumRate, rate)
        }
    }
}
