import MLOpsSchedule
import MLOpsStatistics

/// Reads a schema file's nodes; what is wrong is reported to the field's findings.
struct DataSchemaReader {
    private static let maximumColumns = 10_000

    func read(_ field: Field) -> DataSchema? {
        guard let section = Section(field, .dataSchema) else { return nil }
        var schema = DataSchema()
        if let version = section.required("schema")?.integer(in: 1...1_000_000_000) { schema.version = Int(version) }
        schema.acceptedBy = section["accepted_by"]?.text("a name", maximum: 256)
        schema.acceptedAt = section["accepted_at"]?.instant()?.microseconds
        if let defaults = section["defaults"] { schema.defaults = read(defaults: defaults) }
        if let columns = section.required("columns") { schema.columns = read(columns: columns, schema.defaults) }
        if let environments = section["environments"] { schema.environments = read(environments: environments) }
        if let dataset = section["dataset"] { schema.dataset = SchemaDatasetReader().read(dataset) }
        checkNames(of: schema, section)
        return schema
    }

    private func read(defaults field: Field) -> RateDefaults {
        var defaults = RateDefaults()
        guard let section = Section(field, .schemaDefaults) else { return defaults }
        if let rate = section["nullable"]?.rateOrFlag() { defaults.nullable = rate }
        if let rate = section["invalid_max"]?.rate() { defaults.maximumInvalid = rate }
        if let rate = section["nan_max"]?.rate() { defaults.maximumNaN = rate }
        if let rate = section["infinite_max"]?.rate() { defaults.maximumInfinite = rate }
        return defaults
    }

    private func read(columns field: Field, _ defaults: RateDefaults) -> [ColumnRules] {
        guard let entries = field.entries("columns", maximum: Self.maximumColumns) else { return [] }
        return entries.compactMap { name, field in SchemaColumnReader(defaults: defaults).read(name, field) }
    }

    private func read(environments field: Field) -> [SchemaEnvironment] {
        guard let entries = field.entries("environments", maximum: 100) else { return [] }
        return entries.compactMap { name, field in
            guard let section = Section(field, .schemaEnvironment) else { return nil }
            let environment = SchemaEnvironment(
                name: name, required: section["require"]?.columnNames() ?? [],
                forbidden: section["forbid"]?.columnNames() ?? [])
            if let both = environment.required.first(where: environment.forbidden.contains) {
                field.report("\(both.quoted) is both required and forbidden")
            }
            return environment
        }
    }

    /// Reports names of columns that the schema does not have.
    private func checkNames(of schema: DataSchema, _ section: Section) {
        guard let dataset = section["dataset"] else { return }
        let known = Set(schema.columns.map(\.name))
        guard !known.isEmpty else { return }
        let rules = schema.dataset
        let compared = rules.comparisons.flatMap { [$0.left, $0.right] }
        for name in rules.key + [rules.time, rules.label].compactMap(\.self) + compared where !known.contains(name) {
            dataset.report(
                "there is no column \(name.quoted)", hint: Suggestion.hint(for: name, among: schema.columns.map(\.name))
            )
        }
        if let time = rules.time, let index = schema.index(of: time), !schema.columns[index].type.isMoment {
            dataset.report("the time, \(time.quoted), is of type \(schema.columns[index].type.rawValue)")
        }
        if rules.maximumStaleness != nil, rules.time == nil {
            dataset.report("max_staleness needs the key time, the column that says when a row happened")
        }
    }
}

extension Field {
    /// Returns the entries of a mapping whose keys come from the data, in the order of the file.
    func entries(_ noun: String, maximum: Int) -> [(name: String, field: Field)]? {
        guard case .mapping(let entries) = node.content else {
            return reject("must be a mapping of names to \(noun), not \(node.kind)")
        }
        guard entries.count <= maximum else { return reject("has more than \(maximum) entries") }
        return entries.map { (name: $0.key, field: child($0, of: nil)) }
    }
}
