/// A row of the append-only ledger of aliases: a name came to point to another version.
package struct AliasMove: Hashable, Sendable, Codable {
    package var pipeline: PipelineName
    package var alias: String
    /// nil: the alias was new.
    package var from: ModelVersionID?
    /// nil: the alias is gone.
    package var to: ModelVersionID?
    package var by: Actor
    package var reason: String?
    package var at: Moment

    package init(
        pipeline: PipelineName, alias: String, from: ModelVersionID?, to: ModelVersionID?, by: Actor, reason: String?,
        at: Moment
    ) {
        self.pipeline = pipeline
        self.alias = alias
        self.from = from
        self.to = to
        self.by = by
        self.reason = reason
        self.at = at
    }

    /// The names that mlopsd moves itself.
    package static let reserved = ["champion", "challenger", "previous"]
}
