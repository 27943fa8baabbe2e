/// Rows that are taken in together with the note of where they came from, in one transaction.
package struct IngestBatch: Sendable {
    /// In the order in which they were written: of two with one key the later counts.
    package var predictions: [PredictionRow] = []
    package var labels: [LabelRow] = []
    package var points: [MetricPoint] = []
    package var versions: [String] = []
    /// Names of classes; empty where values are numbers.
    package var classes: [String] = []
    /// For each column of segments its values.
    package var segments: [[String]] = []
    /// Rows that could not be used.
    package var rejected: Int64 = 0
    /// How far the file was read that they come from.
    package var source: SourceFile?
    /// The answer to be kept for whoever sends the same once more.
    package var reply: KeptIngestReply?

    package init() {}
}

/// What a batch that came under a key was answered.
package struct KeptIngestReply: Hashable, Sendable {
    package let key: String
    /// Of the content, so that another under the same key is told from it.
    package let digest: String
    package let at: Int64

    package init(key: String, digest: String, at: Int64) {
        self.key = key
        self.digest = digest
        self.at = at
    }
}
