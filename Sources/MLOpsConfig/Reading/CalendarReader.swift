import MLOpsSchedule

struct CalendarReader {
    let zones: any ZoneSource

    func read(_ field: Field, _ section: Section) -> CalendarExpression? {
        let zoneField = section["timezone"]
        let gap = section["gap"].map { $0.choice(GapPolicy.self) } ?? .shift
        let overlap = section["overlap"].map { $0.choice(OverlapPolicy.self) } ?? .first
        guard let text = field.text("a calendar expression such as \"Mon *-*-* 03:00\"") else { return nil }
        let zone = zoneField.map(zone) ?? .utc
        guard let gap, let overlap, let zone else { return nil }
        do throws(ScheduleError) {
            let lookup = { (name: String) throws(ScheduleError) in try zones.rules(named: name) }
            let expression = try CalendarExpression(
                parsing: text, zone: lookup, defaultZone: zone, gap: gap, overlap: overlap)
            if let zoneField, expression.zone.name != zone.name {
                return zoneField.reject(
                    "differs from \(expression.zone.name) at the end of the expression", hint: "keep one of them")
            }
            return expression
        } catch {
            return field.reject(error)
        }
    }

    func zone(_ field: Field) -> TimeZoneRules? {
        guard let name = field.text("the name of a time zone") else { return nil }
        if name == TimeZoneRules.utc.name { return .utc }
        do throws(ScheduleError) {
            return try zones.rules(named: name)
        } catch {
            return field.reject(error)
        }
    }
}
