/// Rules about the file as a whole.
extension SchemaCheck {
    mutating func checkDataset() {
        let rules = schema.dataset
        checkRows(rules)
        checkMalformed(rules)
        checkStaleness(rules)
        if !rules.key.isEmpty { checkKey(rules) }
        checkDuplicateRows(rules)
        for (index, comparison) in rules.comparisons.enumerated() { check(comparison, index) }
    }

    private mutating func checkRows(_ rules: DatasetRules) {
        if let minimum = rules.minimumRows, facts.rows < minimum {
            report(
                .rows, observed: .number(Double(facts.rows)), allowed: .number(Double(minimum)),
                "there are \(facts.rows) rows, and at least \(minimum) are expected",
                fix: .dataset(.minimumRows(facts.rows)))
        }
        if let maximum = rules.maximumRows, facts.rows > maximum {
            report(
                .rows, observed: .number(Double(facts.rows)), allowed: .number(Double(maximum)),
                "there are \(facts.rows) rows, and at most \(maximum) are expected",
                fix: .dataset(.maximumRows(facts.rows)))
        }
        guard let volume = rules.volume else { return }
        guard let earlier = context.earlierRows else {
            return skip(.volume, nil, "the rows of earlier windows are not known here")
        }
        guard let limits = VolumeLimits(earlier: earlier, z: volume.z) else {
            return skip(
                .volume, nil, "fewer than \(VolumeLimits.minimumWindows) earlier windows of its phase are known")
        }
        guard !limits.range.contains(Double(facts.rows)) else { return }
        let (low, high) = (limits.range.lowerBound.rounded(), limits.range.upperBound.rounded())
        let words = "\(NumberText.text(low)) to \(NumberText.text(high))"
        report(
            .volume, observed: .number(Double(facts.rows)), allowed: .text(words),
            "there are \(facts.rows) rows, and earlier windows of its phase (\(volume.phase.rawValue)) make \(words) "
                + "likely",
            fix: .dataset(.noVolume))
    }

    private mutating func checkMalformed(_ rules: DatasetRules) {
        guard exceeds(facts.malformed, of: facts.rows, rules.maximumMalformed) else { return }
        let rate = Double(facts.malformed.count) / Double(max(1, facts.rows))
        report(
            .malformed, observed: .number(rate), allowed: .number(rules.maximumMalformed), tally: facts.malformed,
            of: facts.rows,
            "\(RateText.percent(rate)) of \(facts.rows) rows have too few or too many fields, or are no rows",
            fix: .dataset(.malformed(bound(facts.malformed, of: facts.rows))))
    }

    private mutating func checkStaleness(_ rules: DatasetRules) {
        guard let limit = rules.maximumStaleness, let name = rules.time else { return }
        guard let index = schema.index(of: name), let column = facts.columns.first(where: { $0.name == name }) else {
            return skip(.staleness, nil, "there is no column \(name)")
        }
        checkAge(.staleness, schema.columns[index], column, limit) { .dataset(.staleness($0)) }
    }

    private mutating func checkKey(_ rules: DatasetRules) {
        let name = rules.key.joined(separator: ", ")
        guard let key = facts.key else { return skip(.key, nil, "a column of the key (\(name)) is missing") }
        if !key.isExact, rules.keyUniqueness == .exact {
            skip(
                .key, nil,
                "there are more than \(KeySample.capacity) keys; \(key.distinct) of them were compared, as key_unique: "
                    + "approx does")
        }
        guard key.duplicates > 0 else { return }
        report(
            .key, observed: .number(Double(key.duplicates)), allowed: .number(0), tally: key.tally,
            of: key.duplicates + key.distinct,
            "\(key.duplicates) of \(key.duplicates + key.distinct) rows repeat the key (\(name)) of an earlier one",
            fix: .dataset(.noKey))
    }

    private mutating func checkDuplicateRows(_ rules: DatasetRules) {
        guard let allowed = rules.maximumDuplicateRows, let rows = facts.rowKeys else { return }
        let compared = rows.duplicates + rows.distinct
        guard exceeds(rows.tally, of: compared, allowed) else { return }
        let rate = Double(rows.duplicates) / Double(max(1, compared))
        report(
            .duplicateRows, observed: .number(rate), allowed: .number(allowed), tally: rows.tally, of: compared,
            "\(RateText.percent(rate)) of \(compared) rows repeat an earlier row, and \(RateText.allowed(allowed)) may",
            fix: .dataset(.duplicateRows(bound(rows.tally, of: compared))))
    }

    private mutating func check(_ comparison: RowComparison, _ index: Int) {
        let seen = facts.comparisons[index]
        if let obstacle = seen.obstacle { return skip(.comparison, nil, "\(comparison.text): \(obstacle)") }
        guard exceeds(seen.broken, of: seen.rows, comparison.maximumRate) else { return }
        let rate = Double(seen.broken.count) / Double(max(1, seen.rows))
        report(
            .comparison, severity: comparison.severity, observed: .number(rate),
            allowed: .number(comparison.maximumRate), tally: seen.broken, of: seen.rows,
            "\(comparison.text) does not hold in \(RateText.percent(rate)) of \(seen.rows) rows",
            fix: .dataset(.comparison(index, bound(seen.broken, of: seen.rows))))
    }
}
