import Foundation
import Testing

/// Compares JSON with the schemas of an OpenAPI document, as far as ours use the language.
///
/// Stricter than a client: a member that no schema names is an error, because nobody could know of it.
struct SchemaCheck {
    private let schemas: [String: Any]
    private let paths: [String: Any]

    init(_ document: Any?) throws {
        let document = try #require(document as? [String: Any])
        paths = try #require(document["paths"] as? [String: Any])
        schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
    }

    /// Returns what does not fit the success of an operation, or a problem.
    func violations(of value: Any?, _ method: String, _ template: String, type: String) throws -> [String] {
        let operation = try #require((paths[template] as? [String: Any])?[method] as? [String: Any])
        let responses = try #require(operation["responses"] as? [String: Any])
        let response = try #require(responses[type.contains("problem") ? "default" : "200"] as? [String: Any])
        let content = try #require(response["content"] as? [String: Any])
        let media = try #require(content[type] as? [String: Any], "\(template) has no \(type)")
        return violations(of: value, try #require(media["schema"] as? [String: Any]), at: "")
    }

    private func violations(of value: Any?, _ schema: [String: Any], at place: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = String(reference.split(separator: "/").last ?? "")
            guard let schema = schemas[name] as? [String: Any] else { return ["\(place): no schema \(name)"] }
            return violations(of: value, schema, at: place)
        }
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
            return ["\(place): \(value ?? "nothing") is none of \(words)"]
        }
        switch schema["type"] as? String {
        case "object": return members(of: value, schema, at: place)
        case "array":
            guard let elements = value as? [Any] else { return ["\(place): no array"] }
            let items = schema["items"] as? [String: Any] ?? [:]
            return elements.enumerated().flatMap { violations(of: $1, items, at: "\(place)/\($0)") }
        case "string": return value is String ? [] : ["\(place): no string"]
        case "boolean": return value is Bool ? [] : ["\(place): no boolean"]
        case "number": return value is Double ? [] : ["\(place): no number"]
        case "integer": return value is Int ? [] : ["\(place): no integer"]
        default: return []
        }
    }

    private func members(of value: Any?, _ schema: [String: Any], at place: String) -> [String] {
        guard let object = value as? [String: Any] else { return ["\(place): no object"] }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        let others = schema["additionalProperties"] as? [String: Any]
        let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
        return missing.map { "\(place)/\($0): missing" }
            + object.flatMap { name, member -> [String] in
                guard let schema = properties[name] as? [String: Any] ?? others else {
                    return ["\(place)/\(name): not in the schema"]
                }
                return violations(of: member, schema, at: "\(place)/\(name)")
            }
    }
}
