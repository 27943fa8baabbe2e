import MLOpsCore

struct DriftReader {
    let datasets: [DatasetDefinition]
    let zones: any ZoneSource

    func read(_ field: Field, _ section: Section) -> DriftCondition? {
        let dataset = field.dataset(among: datasets)
        var condition = DriftCondition(dataset: dataset?.name ?? "")
        if let rate = section["false_alarms"].flatMap(Self.rate) { condition.falseAlarmsPerYear = rate }
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

    /// False alarms a year.
    private static func rate(_ field: Field) -> Double? {
        let noun = "a rate such as 1/year"
        guard let text = field.scalar(noun) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let periods = ["year": 1.0, "quarter": 4, "month": 12, "week": 52.1775, "day": 365.2425]
        guard parts.count == 2, let count = Double(parts[0]), count.isFinite else {
            return field.reject("must be \(noun), not \(text.quoted)", hint: "write 1/year or 0.5/month")
        }
        guard let period = periods[String(parts[1])] else {
            let names = ["year", "quarter", "month", "week", "day"]
            return field.reject(
                "must be counted per \(names.joined(separator: ", ")), not \(String(parts[1]).quoted)",
                hint: Suggestion.hint(for: String(parts[1]), among: names))
        }
        guard count > 0 else { return field.reject("must be more than 0", hint: "no test is never wrong") }
        guard count * period <= 100_000 else { return field.reject("must be at most 100000 a year") }
        return count * period
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
