/// The answer of `POST /v1/reload`; with errors, what was in force before stays in force.
package struct ReloadResponse: Codable, Sendable, Hashable {
    package struct Change: Codable, Sendable, Hashable {
        package enum Kind: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
            case added, changed, removed, invalid
        }

        package var pipeline: String
        package var kind: Kind

        package init(pipeline: String, kind: Kind) {
            self.pipeline = pipeline
            self.kind = kind
        }
    }

    package var succeeded: Bool
    package var pipelines: Int
    package var changes: [Change]
    package var messages: [ConfigurationMessage]

    package init(succeeded: Bool, pipelines: Int, changes: [Change] = [], messages: [ConfigurationMessage] = []) {
        self.succeeded = succeeded
        self.pipelines = pipelines
        self.changes = changes
        self.messages = messages
    }
}
