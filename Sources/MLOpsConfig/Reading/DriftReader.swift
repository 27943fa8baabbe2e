import MLOpsCore

struct DriftReader {
    let datasets: [DatasetDefinition]
    let zones: any ZoneSource

    func read(_ field: Field, _ section: Section) -> DriftCondition? {
        let dataset = field.dataset(among: datasets)
        var condition = DriftCondition(dataset: dataset?.name ?? "")
        if let rate = section["false_alarms"]?.rateInYear() { condition.falseAlarmsPerYear = rate }
        if let action = section["action"]?.choice(DriftCondition.Action.self) { condition.action = action }
        if let samples = section["min_samples"]?.integer(in: 1...Field.largestSize) { condition.minSamples = samples }
        condition.phase = section["phase"]?.choice(DriftCondition.Phase.self)
        if let zone = section["timezone"].flatMap(CalendarReader(zones: zones).zone) { condition.zone = zone }
        if condition.phase == nil, let zone = section["timezone"] {
            zone.report("only belongs beside phase", hint: "add phase, or remove it")
        }
        if let columns = section["columns"] { condition.columns = Self.columns(columns) }
        return dataset == nil ? nil : condition
    }

    private static func columns(_ field: Field) -> [DriftCondition.Column] {
        guard let entries = field.named("settings of a column", .column, maximum: 10_000) else { return [] }
        return entries.compactMap { name, field in
            guard let section = Section(field, .driftColumn) else { return nil }
            return DriftCondition.Column(
                name: name, weight: section["weight"]?.number(in: 0...1_000_000),
                minStabilityIndex: section["min_psi"]?.number(in: 0...100),
                minDistance: section["min_distance"]?.number(in: 0...1),
                minMissing: section["min_missing"]?.number(in: 0...1))
        }
    }
}
