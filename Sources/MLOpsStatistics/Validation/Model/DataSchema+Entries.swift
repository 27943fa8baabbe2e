extension DataSchema {
    /// The sections of a schema file below its head, each with its entries.
    package var sections: [SchemaEntry] {
        var sections: [SchemaEntry] = []
        func add(_ key: String, _ entries: [SchemaEntry]) {
            if !entries.isEmpty { sections.append(SchemaEntry(key, .map(entries))) }
        }
        add("dataset", dataset.entries)
        add("defaults", defaults.entries)
        add("columns", columns.map { SchemaEntry($0.name, .map($0.entries(defaults))) })
        add("environments", environments.map { SchemaEntry($0.name, .map($0.entries)) })
        return sections
    }
}

extension RateDefaults {
    package var entries: [SchemaEntry] {
        var entries = EntryList()
        entries.add("nullable", nullable, unless: 0)
        entries.add("invalid_max", maximumInvalid, unless: 0)
        entries.add("nan_max", maximumNaN, unless: 0)
        entries.add("infinite_max", maximumInfinite, unless: 0)
        return entries.all
    }
}

extension SchemaEnvironment {
    package var entries: [SchemaEntry] {
        var entries = EntryList()
        if !required.isEmpty { entries.add("require", .list(required.map(SchemaValue.text))) }
        if !forbidden.isEmpty { entries.add("forbid", .list(forbidden.map(SchemaValue.text))) }
        return entries.all
    }
}
