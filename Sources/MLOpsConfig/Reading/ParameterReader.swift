import MLOpsCore

enum ParameterReader {
    static func read(_ field: Field) -> [Parameter] {
        guard let entries = field.named("values", .parameter) else { return [] }
        var variables: [String: String] = [:]
        return entries.compactMap { name, field in
            if let other = variables.updateValue(name, forKey: name.uppercased()) {
                field.report(
                    "is handed to steps as MLOPS_PARAM_\(name.uppercased()), as \(other.quoted) is",
                    hint: "rename one of them")
            }
            // An empty text in quotes is a value like any other.
            guard let value = field.scalar("a single value") else { return nil }
            guard !value.unicodeScalars.contains("\0"), value.utf8.count <= 32_768 else {
                return field.reject("must be a text without NUL of at most 32768 bytes")
            }
            return Parameter(name: name, value: value)
        }
    }
}
