/// Whether a changed key accepts more or less data than before.
enum SchemaEffect {
    /// Larger values accept more; without the key the value is what stands beside it here.
    private static let ceilings: [String: Double] = [
        "nullable": 0, "invalid_max": 0, "nan_max": 0, "infinite_max": 0, "soft_max": 0.01, "unseen_max": 0,
        "malformed_max": 0, "leakage": 0.999, "max_rows": .infinity, "duplicate_rows_max": .infinity,
    ]
    private static let spans: Set = ["max_lag", "max_future", "max_staleness"]
    private static let demands: Set = [
        "pattern", "unique", "varies", "median", "monotone", "key", "rows_per_window", "require", "forbid", "compare",
    ]

    static func of(_ key: String, _ old: SchemaValue?, _ new: SchemaValue?) -> SchemaChange.Effect {
        if let known = ceilings[key] { return order(number(old) ?? known, number(new) ?? known) }
        if key == "min_rows" { return order(number(new) ?? 0, number(old) ?? 0) }
        if ["range", "soft_range", "length"].contains(key) { return ofRanges(old, new) }
        if key == "domain" { return ofDomains(old, new) }
        if key == "type" { return ofTypes(old, new) }
        if key == "required" { return new == nil ? .tightened : .loosened }
        if demands.contains(key) || spans.contains(key) {
            if old == nil { return .tightened }
            return new == nil ? .loosened : .changed
        }
        return .changed
    }

    private static func order(_ old: Double, _ new: Double) -> SchemaChange.Effect {
        old < new ? .loosened : old > new ? .tightened : .changed
    }

    private static func number(_ value: SchemaValue?) -> Double? {
        switch value {
        case .number(let number): number
        case .whole(let number): Double(number)
        default: nil
        }
    }

    private static func ofTypes(_ old: SchemaValue?, _ new: SchemaValue?) -> SchemaChange.Effect {
        guard case .word(let before) = old, case .word(let after) = new, let narrow = SchemaType(rawValue: before),
            let wide = SchemaType(rawValue: after)
        else { return .changed }
        if narrow.joined(wide) == wide { return .loosened }
        return narrow.joined(wide) == narrow ? .tightened : .changed
    }

    private static func ofDomains(_ old: SchemaValue?, _ new: SchemaValue?) -> SchemaChange.Effect {
        guard case .list(let before) = old else { return .tightened }
        guard case .list(let after) = new else { return .loosened }
        let (was, becomes) = (Set(before), Set(after))
        if was.isSubset(of: becomes) { return .loosened }
        return becomes.isSubset(of: was) ? .tightened : .changed
    }

    private static func ofRanges(_ old: SchemaValue?, _ new: SchemaValue?) -> SchemaChange.Effect {
        let (was, becomes) = (bounds(old), bounds(new))
        if becomes.low <= was.low, becomes.high >= was.high, becomes != was { return .loosened }
        return becomes.low >= was.low && becomes.high <= was.high && becomes != was ? .tightened : .changed
    }

    private static func bounds(_ value: SchemaValue?) -> (low: Double, high: Double) {
        switch value {
        case .list(let values) where values.count == 2:
            (number(values[0]) ?? -.infinity, number(values[1]) ?? .infinity)
        case .map(let entries):
            (
                number(entries.first { $0.key == "min" }?.value) ?? -.infinity,
                number(entries.first { $0.key == "max" }?.value) ?? .infinity
            )
        default: (-.infinity, .infinity)
        }
    }
}
