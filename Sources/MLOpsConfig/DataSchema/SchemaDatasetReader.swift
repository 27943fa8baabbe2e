import MLOpsSchedule
import MLOpsStatistics

struct SchemaDatasetReader {
    private enum NewColumns: String, CaseIterable { case yes, info, warn, block }

    func read(_ field: Field) -> DatasetRules {
        var rules = DatasetRules()
        guard let section = Section(field, .schemaDataset) else { return rules }
        readRows(section, &rules)
        readTime(section, &rules)
        readKeys(section, &rules)
        if let choice = section["allow_new_columns"]?.choice(NewColumns.self) {
            rules.newColumns = Severity(rawValue: choice.rawValue)
        }
        if let order = section["order"]?.choice(DatasetRules.Order.self) { rules.order = order }
        if let comparisons = section["compare"]?.elements("comparisons such as \"begin <= end\"") {
            rules.comparisons = comparisons.compactMap(comparison)
        }
        rules.label = section["label"]?.columnName()
        if let correlation = section["leakage"]?.number(in: 0...1) { rules.maximumCorrelation = correlation }
        if let rate = section["false_alarms"]?.number(in: 1e-9...0.5) { rules.falseAlarms = rate }
        if let severity = section["severity"] { rules.severities = severity.severities(.schemaDatasetSeverity) }
        return rules
    }

    private func readRows(_ section: Section, _ rules: inout DatasetRules) {
        rules.minimumRows = section["min_rows"]?.integer(in: 0...Field.largestSize).map { Int($0) }
        rules.maximumRows = section["max_rows"]?.integer(in: 0...Field.largestSize).map { Int($0) }
        if let least = rules.minimumRows, let most = rules.maximumRows, least > most {
            section["min_rows"]?.report("is more than max_rows, \(most)")
        }
        if let rate = section["malformed_max"]?.rate() { rules.maximumMalformed = rate }
        guard let field = section["rows_per_window"], let volume = Section(field, .schemaVolume) else { return }
        rules.volume = VolumeRule()
        if let phase = volume["phase"]?.choice(VolumeRule.Phase.self) { rules.volume?.phase = phase }
        if let z = volume["z"]?.number(in: 0.1...100) { rules.volume?.z = z }
    }

    private func readTime(_ section: Section, _ rules: inout DatasetRules) {
        rules.time = section["time"]?.columnName()
        rules.maximumStaleness = section["max_staleness"]?.microseconds()
        guard let field = section["timezone"], let name = field.text("the name of a time zone") else { return }
        do throws(ScheduleError) {
            _ = try name == TimeZoneRules.utc.name ? .utc : SystemZones().rules(named: name)
            rules.timezone = name
        } catch {
            let _: Void? = field.reject(error)
        }
    }

    private func readKeys(_ section: Section, _ rules: inout DatasetRules) {
        if let key = section["key"]?.columnNames() { rules.key = key }
        if let choice = section["key_unique"]?.choice(DatasetRules.Uniqueness.self) { rules.keyUniqueness = choice }
        rules.maximumDuplicateRows = section["duplicate_rows_max"]?.rate()
    }

    /// A text is the comparison, a mapping may say more of it.
    private func comparison(_ field: Field) -> RowComparison? {
        guard case .mapping = field.node.content else { return relation(field) }
        guard let section = Section(field, .schemaComparison) else { return nil }
        guard var comparison = section.required("rule").flatMap(relation) else { return nil }
        if let rate = section["max"]?.rate() { comparison.maximumRate = rate }
        comparison.severity = section["severity"]?.choice(Severity.self)
        return comparison
    }

    private func relation(_ field: Field) -> RowComparison? {
        guard let text = field.text("a comparison such as \"begin <= end\"") else { return nil }
        let signs = RowComparison.Relation.allCases.map(\.rawValue).joined(separator: " ")
        return RowComparison(text)
            ?? field.reject(
                "must be two columns with a sign between them, not \(text.quoted)",
                hint: "put spaces around the sign, one of \(signs)")
    }
}
