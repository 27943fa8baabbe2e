import MLOpsCore

struct DatasetReader {
    let base: BaseDirectory

    func read(_ field: Field) -> [DatasetDefinition] {
        guard let entries = field.named("datasets", .part, maximum: 100) else { return [] }
        var variables: [String: String] = [:]
        return entries.compactMap { name, field in
            let variable = "MLOPS_DATA_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
            if let other = variables.updateValue(name, forKey: variable) {
                field.report("is handed to steps as \(variable), as \(other.quoted) is", hint: "rename one of them")
            }
            return dataset(DatasetName(name), field)
        }
    }

    private func dataset(_ name: DatasetName, _ field: Field) -> DatasetDefinition? {
        guard let section = Section(field, .dataset) else { return nil }
        // Kept although its path is wrong, so that triggers that name it are not reported as well.
        let path = section.required("path")?.file(in: base) ?? "/"
        var dataset = DatasetDefinition(name: name, path: path)
        if let include = section["include"].flatMap(globs) { dataset.include = include }
        if let ignore = section["ignore"].flatMap(globs) { dataset.ignore = ignore }
        if let recursive = section["recursive"]?.boolean() { dataset.recursive = recursive }
        dataset.format = section["format"]?.choice(DatasetDefinition.Format.self)
        if let readiness = section["ready"]?.choice(DatasetDefinition.Readiness.self) { dataset.readiness = readiness }
        dataset.settle = section["settle"]?.span()
        if let allowsEmpty = section["allow_empty"]?.boolean() { dataset.allowsEmpty = allowsEmpty }
        if let revision = section["on_revise"]?.choice(DatasetDefinition.Revision.self) { dataset.revision = revision }
        dataset.rescan = section["rescan"]?.span(atLeast: .seconds(1))
        if let deadline = section["manifest_deadline"]?.span(atLeast: .seconds(1)) {
            dataset.manifestDeadline = deadline
        }
        dataset.timeColumn = section["time"]?.text("the name of a column", maximum: 1000)
        dataset.targetColumn = section["target"].flatMap { target($0, besides: dataset.timeColumn) }
        dataset.schema = section["schema"]?.file(in: base)
        return dataset
    }

    private func target(_ field: Field, besides timeColumn: String?) -> String? {
        guard let column = field.text("the name of a column", maximum: 1000) else { return nil }
        guard column != timeColumn else { return field.reject("is the column that \"time\" names") }
        return column
    }

    private func globs(_ field: Field) -> [String]? {
        guard let elements = field.elements("file name patterns") else { return nil }
        let globs = elements.map { element -> String? in
            guard let glob = element.text("a file name pattern", maximum: 255) else { return nil }
            guard !glob.hasPrefix("/") else {
                return element.reject("must be a pattern of names, not a path", hint: "\"path\" names the directory")
            }
            return glob
        }
        return globs.contains(nil) ? nil : globs.compactMap(\.self)
    }
}
