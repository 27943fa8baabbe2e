import ArgumentParser

/// What an argument names, told by its form: `r17`, `flights/3`, `d31`, `l4`, `q5`; anything else is a pipeline.
enum ObjectName: Hashable {
    case run(String)
    case version(pipeline: String, number: String)
    case decision(String)
    case deployment(String)
    case request(String)
    case pipeline(String)

    init(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, Self.isNumber(parts[1]) {
            self = .version(pipeline: String(parts[0]), number: String(parts[1]))
            return
        }
        switch text.first {
        case "r" where Self.isNumber(text.dropFirst()): self = .run(text)
        case "d" where Self.isNumber(text.dropFirst()): self = .decision(text)
        case "l" where Self.isNumber(text.dropFirst()): self = .deployment(text)
        case "q" where Self.isNumber(text.dropFirst()): self = .request(text)
        default: self = .pipeline(text)
        }
    }

    /// Returns pipeline and number of `churn/3`, as routes take them.
    static func versionParts(_ text: String) throws(CommandFailure) -> [String] {
        guard case .version(let pipeline, let number) = ObjectName(text) else {
            throw .notA("a model version", text, example: "churn/3")
        }
        return [pipeline, number]
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension CommandFailure {
    /// The argument has the form of another kind of thing.
    static func notA(_ kind: String, _ text: String, example: String) -> CommandFailure {
        CommandFailure(.usage, "\"\(text)\" is not \(kind)", hints: ["write it like \(example)"])
    }
}
