import FoundationEssentials
import MLOpsControl
import Testing

@Suite struct `OpenAPI document` {
    private struct Document: Decodable {
        struct Schema: Decodable {
            var type: String?
            var properties: [String: Member]?
            var required: [String]?
        }

        struct Member: Decodable {
            var ref: String?
            var type: String?

            private enum CodingKeys: String, CodingKey {
                case ref = "$ref"
                case type
            }
        }

        struct Operation: Decodable {
            var operationId: String
        }

        struct Components: Decodable {
            var schemas: [String: Schema]
        }

        var openapi: String
        var paths: [String: [String: Operation]]
        var components: Components
    }

    private struct AnyMember: Decodable {}

    private static func document() throws -> (text: String, parsed: Document) {
        let data = try OpenAPIDocument.json()
        return (String(decoding: data, as: UTF8.self), try JSONDecoder().decode(Document.self, from: data))
    }

    @Test func `is the one that was reviewed`() throws {
        try Snapshot.expect(Self.document().text + "\n", "Golden/openapi.json")
    }

    @Test func `has every route`() throws {
        let parsed = try Self.document().parsed
        #expect(parsed.openapi == "3.1.0")
        for route in Route.allCases {
            #expect(parsed.paths[route.template]?[route.method.rawValue.lowercased()]?.operationId == route.rawValue)
        }
    }

    @Test func `refers to nothing that it does not have`() throws {
        let (text, parsed) = try Self.document()
        let prefix = "#/components/schemas/"
        let references = text.split(separator: "\"").filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
        #expect(references.count > 30)
        for name in references { #expect(parsed.components.schemas[String(name)]?.type == "object", "\(name)") }
    }

    @Test func `describes what is really sent`() throws {
        let schemas = try Self.document().parsed.components.schemas
        try expect(StatusResponse.example, fits: "StatusResponse", schemas)
        try expect(StatusResponse.example.daemon, fits: "DaemonStatus", schemas)
        try expect(PipelineDetail.example, fits: "PipelineDetail", schemas)
        try expect(RunDetail.example, fits: "RunDetail", schemas)
        try expect(RunDetail.example.steps[1].attempts[0], fits: "AttemptValue", schemas)
        try expect(DatasetSummary.customers, fits: "DatasetSummary", schemas)
        try expect(WhyResponse.example.chain[1], fits: "WhyResponse.Link", schemas)
        try expect(ExplanationNode.example, fits: "ExplanationNode", schemas)
        try expect(DeploymentSummary.example, fits: "DeploymentSummary", schemas)
    }

    private func expect(_ value: some Encodable, fits name: String, _ schemas: [String: Document.Schema]) throws {
        let schema = try #require(schemas[name])
        let data = try ControlJSON.encode(value)
        let members = Set(try JSONDecoder().decode([String: AnyMember].self, from: data).keys)
        #expect(members.subtracting((schema.properties ?? [:]).keys).isEmpty, "\(name)")
        #expect(Set(schema.required ?? []).subtracting(members).isEmpty, "\(name)")
    }
}
