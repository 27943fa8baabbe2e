extension SchemaFix {
    /// The change as it would stand in the file: `columns.age.nullable: 0.081`.
    package var text: String {
        switch self {
        case .column(let name, let fix): "columns.\(name).\(fix.text)"
        case .add(let name): "columns.\(name): as inferred"
        case .infer(let name): "columns.\(name): inferred anew"
        case .rename(let name, let new): "columns.\(name) becomes columns.\(new)"
        case .dataset(let fix): "dataset.\(fix.text)"
        }
    }
}

extension SchemaFix.ColumnFix {
    var text: String {
        switch self {
        case .optional: "required: false"
        case .nullable(let rate): "nullable: \(NumberText.text(rate))"
        case .invalid(let rate): "invalid_max: \(NumberText.text(rate))"
        case .nan(let rate): "nan_max: \(NumberText.text(rate))"
        case .infinite(let rate): "infinite_max: \(NumberText.text(rate))"
        case .outside(let rate): "soft_max: \(NumberText.text(rate))"
        case .unseen(let rate): "unseen_max: \(NumberText.text(rate))"
        case .range(let range): "range: \(Self.text(range))"
        case .length(let range): "length: \(Self.text(range))"
        case .domain(let values): values.map { "domain: + [\($0.joined(separator: ", "))]" } ?? "domain: removed"
        case .noPattern: "pattern: removed"
        case .notUnique: "unique: false"
        case .mayBeConstant: "varies: false"
        case .median(let median): median.map { "median: \(NumberText.text($0))" } ?? "median: removed"
        case .lag(let span): "max_lag: \(MomentText.span(span))"
        case .future(let span): "max_future: \(MomentText.span(span))"
        case .noMonotone: "monotone: removed"
        }
    }

    private static func text(_ range: ValueRange?) -> String {
        guard let range else { return "removed" }
        let bounds = [range.minimum, range.maximum].map { $0.map(NumberText.text) ?? "" }
        return "[\(bounds.joined(separator: ", "))]"
    }
}

extension SchemaFix.DatasetFix {
    var text: String {
        switch self {
        case .minimumRows(let rows): "min_rows: \(rows)"
        case .maximumRows(let rows): "max_rows: \(rows)"
        case .malformed(let rate): "malformed_max: \(NumberText.text(rate))"
        case .duplicateRows(let rate): "duplicate_rows_max: \(NumberText.text(rate))"
        case .staleness(let span): "max_staleness: \(MomentText.span(span))"
        case .noKey: "key: removed"
        case .freeOrder: "order: free"
        case .noVolume: "rows_per_window: removed"
        case .comparison(let index, let rate): "compare[\(index)].max: \(NumberText.text(rate))"
        }
    }
}
