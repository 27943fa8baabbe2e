/// The answer of `GET /v1/lineage`: what became of a file.
package struct FileLineageResponse: Codable, Sendable, Hashable {
    /// The path or digest that was asked for.
    package var subject: String
    /// One for each content that the file had when a run read it; below it runs, versions and deployments.
    package var contents: [LineageNode]
    /// What is known of a file that no run has read.
    package var note: String?

    package init(subject: String, contents: [LineageNode], note: String? = nil) {
        self.subject = subject
        self.contents = contents
        self.note = note
    }
}
