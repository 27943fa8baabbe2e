/// What changed from one schema to another, in the order of the newer file.
package struct SchemaDifference {
    package private(set) var changes: [SchemaChange] = []

    /// Versions, and who accepted them when, are no difference.
    package init(from old: DataSchema, to new: DataSchema) {
        compare(old.dataset.entries, new.dataset.entries, "dataset")
        compareColumns(old, new)
        let names = new.environments.map(\.name) + old.environments.map(\.name).filter { new.environment($0) == nil }
        for name in names {
            compare(
                old.environment(name)?.entries ?? [], new.environment(name)?.entries ?? [], "environments.\(name)")
        }
    }

    private mutating func compareColumns(_ old: DataSchema, _ new: DataSchema) {
        // Without defaults, so that what a column inherits is compared as what it is.
        let none = RateDefaults()
        for rules in new.columns {
            let place = "columns.\(rules.name)"
            guard let index = old.index(of: rules.name) else {
                add(place, nil, .map(rules.entries(none)), rules.isRequired ? .tightened : .changed)
                continue
            }
            compare(old.columns[index].entries(none), rules.entries(none), place)
        }
        for rules in old.columns where new.index(of: rules.name) == nil {
            add("columns.\(rules.name)", .map(rules.entries(none)), nil, rules.isRequired ? .loosened : .changed)
        }
    }

    private mutating func compare(_ old: [SchemaEntry], _ new: [SchemaEntry], _ place: String) {
        for entry in new {
            let before = old.first { $0.key == entry.key }?.value
            guard before != entry.value else { continue }
            add("\(place).\(entry.key)", before, entry.value, SchemaEffect.of(entry.key, before, entry.value))
        }
        for entry in old where !new.contains(where: { $0.key == entry.key }) {
            add("\(place).\(entry.key)", entry.value, nil, SchemaEffect.of(entry.key, entry.value, nil))
        }
    }

    private mutating func add(
        _ key: String, _ old: SchemaValue?, _ new: SchemaValue?, _ effect: SchemaChange.Effect
    ) {
        changes.append(SchemaChange(key: key, old: old?.description, new: new?.description, effect: effect))
    }
}
