extension DatasetRules {
    /// What a schema file says of the dataset; what is as this version has it anyway is left out.
    package var entries: [SchemaEntry] {
        let known = DatasetRules()
        var entries = EntryList()
        entries.add("min_rows", minimumRows.map(SchemaValue.whole))
        entries.add("max_rows", maximumRows.map(SchemaValue.whole))
        entries.add("rows_per_window", volume.map(Self.value))
        entries.add("malformed_max", maximumMalformed, unless: known.maximumMalformed)
        entries.add("time", time.map(SchemaValue.text))
        entries.add("max_staleness", maximumStaleness.map { .word(MomentText.span($0)) })
        entries.add("timezone", timezone.map(SchemaValue.text))
        if !key.isEmpty { entries.add("key", .list(key.map(SchemaValue.text))) }
        if keyUniqueness != known.keyUniqueness { entries.add("key_unique", .word(keyUniqueness.rawValue)) }
        entries.add("duplicate_rows_max", maximumDuplicateRows.map(SchemaValue.number))
        if newColumns != known.newColumns { entries.add("allow_new_columns", .word(newColumns?.rawValue ?? "yes")) }
        if order != known.order { entries.add("order", .word(order.rawValue)) }
        if !comparisons.isEmpty { entries.add("compare", .list(comparisons.map(Self.value))) }
        entries.add("label", label.map(SchemaValue.text))
        entries.add("leakage", maximumCorrelation, unless: known.maximumCorrelation)
        entries.add("false_alarms", falseAlarms, unless: known.falseAlarms)
        entries.add("severity", EntryList.value(severities))
        return entries.all
    }

    private static func value(_ volume: VolumeRule) -> SchemaValue {
        .map([SchemaEntry("phase", .word(volume.phase.rawValue)), SchemaEntry("z", .number(volume.z))])
    }

    private static func value(_ comparison: RowComparison) -> SchemaValue {
        guard comparison.maximumRate > 0 || comparison.severity != nil else { return .text(comparison.text) }
        var entries = EntryList()
        entries.add("rule", .text(comparison.text))
        entries.add("max", comparison.maximumRate, unless: 0)
        entries.add("severity", comparison.severity.map { .word($0.rawValue) })
        return .map(entries.all)
    }
}
