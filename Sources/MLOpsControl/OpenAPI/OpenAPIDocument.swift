package import FoundationEssentials

/// The API as an OpenAPI 3.1 document, made of the table of routes and of the values themselves.
package enum OpenAPIDocument {
    /// Returns the document as JSON.
    ///
    /// - Throws: When a value of the API reads itself in a way that no schema is known for; a test rules that out.
    package static func json() throws -> Data {
        let collector = SchemaCollector()
        let paths = try paths(collector)
        _ = try collector.schema(of: Problem.self)
        let document: JSONValue = [
            "openapi": "3.1.0",
            "info": [
                "title": "mlopsd", "version": .string(ProductVersion.current),
                "summary": "Ask and direct the daemon that keeps models fresh, over its Unix socket",
            ],
            "servers": [["url": "http://localhost", "description": "/run/mlopsd/mlopsd.sock"]],
            "paths": .object(paths),
            "components": ["schemas": .object(collector.schemas)],
        ]
        return try ControlJSON.encodePretty(document)
    }

    private static func paths(_ collector: SchemaCollector) throws -> [String: JSONValue] {
        var paths: [String: [String: JSONValue]] = [:]
        for route in Route.allCases {
            paths[route.template, default: [:]][route.method.rawValue.lowercased()] = try operation(route, collector)
        }
        return paths.mapValues { .object($0) }
    }

    private static func operation(_ route: Route, _ collector: SchemaCollector) throws -> JSONValue {
        var operation: [String: JSONValue] = [
            "operationId": .string(route.rawValue), "summary": .string(route.summary),
            "parameters": .array(parameters(route)),
            "responses": ["200": try success(route, collector), "429": tooMany, "default": problem],
        ]
        if let type = route.bodyType {
            let schema = try collector.closedSchema(of: type)
            operation["requestBody"] = ["content": ["application/json": ["schema": schema]]]
        }
        return .object(operation)
    }

    private static func parameters(_ route: Route) -> [JSONValue] {
        let names = route.template.split(separator: "/").filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }
        let path = names.map { parameter(String($0), in: "path", nil, isRequired: true) }
        let query = route.query.map { parameter($0.name, in: "query", $0.summary, isRequired: false) }
        let key = "A second request with the same key and body has the answer of the first, and no effect"
        let header = parameter("Idempotency-Key", in: "header", key, isRequired: false)
        return path + query + (route.takesIdempotencyKey ? [header] : [])
    }

    private static func parameter(
        _ name: String, in place: String, _ description: String?, isRequired: Bool
    ) -> JSONValue {
        var parameter: [String: JSONValue] = [
            "name": .string(name), "in": .string(place), "required": .bool(isRequired), "schema": ["type": "string"],
        ]
        parameter["description"] = description.map { .string($0) }
        return .object(parameter)
    }

    private static func success(_ route: Route, _ collector: SchemaCollector) throws -> JSONValue {
        let schema = try route.answerType.map { try collector.schema(of: $0) } ?? [:]
        switch route.answer {
        case .json: return response("The answer", "application/json", schema)
        case .lines: return response("One object a line", "application/x-ndjson", schema)
        case .openMetrics: return response("OpenMetrics", "application/openmetrics-text", ["type": "string"])
        case .database:
            return response(
                "The database", "application/vnd.sqlite3",
                ["type": "string", "contentMediaType": "application/vnd.sqlite3"])
        }
    }

    private static let problemContent: JSONValue = [
        "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
    ]

    private static let problem: JSONValue = ["description": "RFC 9457", "content": problemContent]

    private static let tooMany: JSONValue = [
        "description": "The user asks too often, or follows too much at once", "content": problemContent,
        "headers": [
            "Retry-After": [
                "description": "Seconds after which the same request may be answered, where that is known",
                "schema": ["type": "integer"],
            ]
        ],
    ]

    private static func response(_ description: String, _ type: String, _ schema: JSONValue) -> JSONValue {
        ["description": .string(description), "content": [type: ["schema": schema]]]
    }
}
